"""The files of one commit of ``refs/steme/main``: the head behind it, the tags and the pack that it brought.

    head          193 bytes, as docs/format/heads.md has it
    tags          only when there are new ones: a line each, the name, a space, the head in hex; in order of the names
    pack-0000     the pack, cut into parts of at most 16 MiB, as hosts of git like it; none when only tags came

Nothing else: a further file is either not ours or from a newer steme.
"""

from __future__ import annotations

from repo_format import head, refs
from repo_format.errors import FromTheFuture, InvalidInput, MalformedObject, shown
from steme.git_remote import objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from repo_format.head import Head
    from steme.git_remote.objects import Objects

PART_BYTES = 16 * 1024 * 1024
"""GitHub warns at 50 MiB and refuses at 100 MiB; others are as strict."""

MAX_PARTS = 10_000
MAX_PART_BYTES = 4 * PART_BYTES

_HEAD, _TAGS, _PART = "head", "tags", "pack-"


class Content:
    """``signed`` is the head, ``tags`` the new ones by full name, ``parts`` the ids of the pack's blobs in order."""

    __slots__ = ("parts", "signed", "tags")

    def __init__(self, signed: Head, tags: dict[str, Head], parts: list[str]) -> None:
        self.signed = signed
        self.tags = tags
        self.parts = parts


def part_name(number: int) -> str:
    """The name of a part, counted from 0."""
    return f"{_PART}{number:04d}"


def files(signed: str, tags: str, parts: Iterable[str]) -> list[tuple[str, str]]:
    """Names and blobs of a commit, in the order of a tree; ``tags`` is empty where there are none."""
    named = [(part_name(number), oid) for number, oid in enumerate(parts)]
    return [(_HEAD, signed), *named, *([(_TAGS, tags)] if tags else [])]


def read(kept: Objects, commit: str) -> Content:
    """The content of a commit, the head's signature checked, the pack's parts not looked at.

    :raises MalformedObject: it has another form. :raises FromTheFuture: a file that this steme does not know.
    :raises BadSignature: nobody signed that head.
    """
    found = {_name(entry): entry.oid for entry in kept.tree(commit + "^{tree}")}
    if _HEAD not in found:
        raise MalformedObject("git", "has a commit without a head; it was not made by steme")
    signed = head.decode(kept.small(found.pop(_HEAD), objects.BLOB, head.ENCODED_BYTES))
    signed.check()
    listed = found.pop(_TAGS, "")
    tags = parse_tags(kept.small(listed, objects.BLOB)) if listed else {}
    parts = [found.pop(part_name(number), "") for number in range(len(found))]
    if found or not all(parts) or len(parts) > MAX_PARTS:
        raise MalformedObject("git", "has a commit with parts missing from its pack")
    return Content(signed, tags, parts)


def _name(entry: objects.Entry) -> str:
    name = entry.name.decode("ascii", errors="replace")
    if entry.mode != objects.FILE_MODE:
        raise MalformedObject("git", f"has {shown(name)}, which is no plain file")
    if name not in (_HEAD, _TAGS) and not (name.startswith(_PART) and name[len(_PART) :].isdigit()):
        raise FromTheFuture(f"git has the file {shown(name)}, which this steme does not know; it needs a newer one")
    return name


def pack_bytes(kept: Objects, parts: Iterable[str]) -> Iterator[bytes]:
    """The bytes of a pack in pieces. Raises MalformedObject for a part that is too long."""
    for oid in parts:
        yield from kept.pieces(oid, objects.BLOB, MAX_PART_BYTES)


def write_tags(tags: Mapping[str, Head]) -> bytes:
    """The file ``tags``; nothing where there are none."""
    return b"".join(f"{name} {tags[name].encode().hex()}\n".encode("ascii") for name in sorted(tags))


def parse_tags(data: bytes) -> dict[str, Head]:
    """The tags in a file. Their signatures are not looked at: a tag may name a head of any repository.

    :raises MalformedObject: it is not exactly what ``write_tags`` writes.
    """
    found: dict[str, Head] = {}
    try:
        for line in data.decode("ascii").splitlines():
            name, _, encoded = line.partition(" ")
            found[refs.tag_ref(name)] = head.decode(bytes.fromhex(encoded))
    except (ValueError, InvalidInput) as error:
        raise MalformedObject("git", "has a list of tags that is none") from error
    if not found or write_tags(found) != data:
        raise MalformedObject("git", "has a list of tags that steme did not write")
    return found
