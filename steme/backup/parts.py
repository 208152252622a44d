"""How a file that grows is kept: in parts, each hashed as one, joined so that there are never many.

A part that is not larger than what comes behind it is made one with it. So the sizes fall from part to part by more
than the half, there are at most as many as the file's size has binary digits, and a byte is hashed again (and, where
parts are objects, sent again) at most as often.
"""

from __future__ import annotations

from blake3 import blake3

from repo_format.errors import Damaged
from steme.backup.manifest import Part
from steme.backup.names import part_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from steme.backup.place import Place

    Pieces = Callable[[int, int], Iterator[bytes]]
    """The bytes of the file between two places, from where it is copied from."""


def extend(
    place: Place, name: str, parts: Sequence[Part], end: int, pieces: Pieces, advance: Callable[[int], None]
) -> tuple[Part, ...]:
    """Copy what the file has behind its ``parts``, up to ``end``; the parts that it has then. Durable, not published.

    Raises Damaged when a part that is joined is not what it was when it was copied.
    """
    old = sum(part.bytes for part in parts)
    if end <= old:
        return tuple(parts)
    kept = _kept(parts, end - old)
    offset = sum(part.bytes for part in kept)
    whole = blake3()

    def content() -> Iterator[bytes]:
        at = offset
        for part in parts[len(kept) :]:
            for piece in _checked(part, pieces(at, at + part.bytes), name):
                whole.update(piece)
                if not place.appends:
                    yield piece
            at += part.bytes
        for piece in pieces(old, end):
            whole.update(piece)
            yield piece
            advance(len(piece))

    place.write(name, old if place.appends else offset, end, content())
    return (*kept, Part(end - offset, whole.hexdigest()))


def _kept(parts: Sequence[Part], added: int) -> list[Part]:
    kept = list(parts)
    while kept and kept[-1].bytes <= added:
        added += kept.pop().bytes
    return kept


def _checked(part: Part, pieces: Iterator[bytes], name: str) -> Iterator[bytes]:
    hashed = blake3()
    for piece in pieces:
        hashed.update(piece)
        yield piece
    if hashed.hexdigest() != part.digest:
        raise Damaged(f"{name} is not what was copied before; run `steme fsck`, and restore from the backup as it is")


def names_of(name: str, parts: Sequence[Part]) -> Iterator[str]:
    """All names under which a place may keep the parts of a file, the file itself first."""
    yield name
    at = 0
    for part in parts:
        yield part_name(name, at, at + part.bytes)
        at += part.bytes
