"""What the history of a git remote amounts to: the ids in their order, the head after every commit, the tags.

Kept in a file beside the cache, so that only new commits are read. The file is a help and no more: it has a checksum,
and is made anew when that does not hold.
"""

from __future__ import annotations

import json
import os
from hashlib import blake2b

from repo_format import head
from repo_format.errors import StemeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from repo_format.head import Head

_CHECKSUM = 32
_ID = 32
_VERSION = 1


class Step:
    """One commit: its git id, the head behind it, and its pack.

    ``records`` is the number of objects in the pack: more than it added where some were there before.
    """

    __slots__ = ("commit", "parts", "records", "signed")

    def __init__(self, commit: str, signed: Head, records: int, parts: list[str]) -> None:
        self.commit = commit
        self.signed = signed
        self.records = records
        self.parts = parts


class Ledger:
    """The state after the last step. ``head`` is None and all else empty before the first one."""

    def __init__(self) -> None:
        self.repository = b""
        """The id of the repository that the heads speak of, 16 bytes; empty where none has ever been seen."""
        self.steps: list[Step] = []
        self.tags: dict[str, Head] = {}
        self.erasures: dict[str, str] = {}
        """For erased ids the id of an erasure that names them, both in hex."""
        self._ids = bytearray()

    @property
    def tip(self) -> str:
        """The git id of the last commit, empty before the first."""
        return self.steps[-1].commit if self.steps else ""

    @property
    def head(self) -> Head | None:
        """The newest head."""
        return self.steps[-1].signed if self.steps else None

    @property
    def count(self) -> int:
        """The number of ids."""
        return len(self._ids) // _ID

    def ids(self, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """The ids from position ``first`` (counted from 0) up to and without ``last``, in order of arrival.

        One at a time: a million of them kept as objects take a hundred megabytes.
        """
        end = self.count if last is None else last
        return (bytes(self._ids[at : at + _ID]) for at in range(first * _ID, end * _ID, _ID))

    def packed(self) -> bytes:
        """The ids, 32 bytes each."""
        return bytes(self._ids)

    def take_ids(self, data: bytes) -> None:
        """Set the ids, 32 bytes each, as ``load`` found them."""
        self._ids = bytearray(data)

    def first_of(self, number: int) -> int:
        """The position of the first id that step ``number`` (from 0) added."""
        return self.steps[number - 1].signed.count if number else 0

    def new(self, object_ids: Iterable[bytes]) -> list[bytes]:
        """Those that are not here yet, each once, in their order; nothing changes."""
        found = dict.fromkeys(object_ids)
        if found:
            for one in self.ids():
                found.pop(one, None)
        return list(found)

    def add(self, step: Step, tags: dict[str, Head], new: list[bytes]) -> None:
        """Take the next step; of a tag that is here already the first head stays."""
        self._ids += b"".join(new)
        self.tags = {**tags, **self.tags}
        self.steps.append(step)
        self.repository = step.signed.repository

    def has(self, commit: str) -> bool:
        """Whether a commit is one of the steps."""
        return any(step.commit == commit for step in reversed(self.steps))

    def number_of(self, head_id: bytes) -> int | None:
        """The number of the step (from 0) that has this head, None where none has."""
        return next((i for i in range(len(self.steps) - 1, -1, -1) if self.steps[i].signed.id == head_id), None)


def save(ledger: Ledger, path: str) -> None:
    """Write it down; what cannot be written is not missed."""
    body = json.dumps(
        {
            "version": _VERSION,
            "repository": ledger.repository.hex(),
            "tags": {name: signed.encode().hex() for name, signed in ledger.tags.items()},
            "steps": [[s.commit, s.signed.encode().hex(), s.records, s.parts] for s in ledger.steps],
            "erasures": ledger.erasures,
        },
        separators=(",", ":"),
    ).encode()
    data = b"".join((len(body).to_bytes(8, "big"), body, ledger.packed()))
    temporary = f"{path}.{os.getpid()}"
    try:
        with open(temporary, "wb") as file:
            file.write(blake2b(data, digest_size=_CHECKSUM).digest() + data)
        os.replace(temporary, path)
    except OSError:
        pass


def load(path: str) -> Ledger:
    """The ledger that ``save`` wrote, or an empty one."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return Ledger()
    checksum, rest = data[:_CHECKSUM], data[_CHECKSUM:]
    if blake2b(rest, digest_size=_CHECKSUM).digest() != checksum:
        return Ledger()
    try:
        return _read(rest)
    except (StemeError, ValueError, KeyError, TypeError):
        return Ledger()


def _read(data: bytes) -> Ledger:
    size = 8 + int.from_bytes(data[:8], "big")
    body = json.loads(data[8:size])
    made = Ledger()
    if body["version"] != _VERSION:
        return made
    made.steps = [Step(one, head.decode(bytes.fromhex(signed)), *rest) for one, signed, *rest in body["steps"]]
    made.tags = {name: head.decode(bytes.fromhex(encoded)) for name, encoded in body["tags"].items()}
    made.erasures = body["erasures"]
    made.repository = bytes.fromhex(body["repository"])
    made.take_ids(data[size:])
    return made
