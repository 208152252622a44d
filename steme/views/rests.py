"""What an answer rests on beside the claims under its question: the sources that they cite, and what they derive from.

An act on any of these may move the answer. It is kept with the answer, so that what arrives can be held against it.
"""

from __future__ import annotations

import struct

from repo_format.ids import ID_BYTES
from repo_format.storage import tables
from steme.views.packing import Packer, Unpacker
from steme.views.state import candidates_of, rows_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.storage.snapshot import Snapshot
    from steme.candidate import Candidate

_SOURCE_AND_FLAGS = struct.Struct(">40xI39xB")
"""Of an index row (``tables.LENS_ROW``)."""


class Rests:
    """``sources`` are terms, ``ancestors`` ids of whatever claims derive from; ``missing`` are the ids of those of both
    that are not here.
    """

    __slots__ = ("ancestors", "missing", "sources")

    def __init__(self, sources: set[int], ancestors: set[bytes], missing: set[bytes]) -> None:
        self.sources = sources
        self.ancestors = ancestors
        self.missing = missing

    @classmethod
    def of(cls, view: Snapshot, rows: bytes) -> Rests:
        """What the claims of some index rows rest on."""
        found = set(_SOURCE_AND_FLAGS.iter_unpack(rows))
        sources = {source for source, _ in found if source}
        ancestors: set[bytes] = set()
        if any(flags & tables.HAS_PARENT for _, flags in found):
            ancestors = _ancestors(view, [one.id for one in candidates_of(rows) if one.flags & tables.HAS_PARENT])
        cited = {bytes.fromhex(view.text(term)) for term in sources}
        return cls(sources, ancestors, {one for one in cited | ancestors if not view.seq_of(one)})

    def and_of(self, other: Rests) -> Rests:
        """What both rest on."""
        return Rests(self.sources | other.sources, self.ancestors | other.ancestors, self.missing | other.missing)


def _ancestors(view: Snapshot, ids: Iterable[bytes]) -> set[bytes]:
    met: set[bytes] = set()
    with view.txn.cursor(view.databases[tables.ORIGINS]) as cursor:
        waiting = list(ids)
        while waiting:
            parents = {row[-ID_BYTES:] for _, row in cursor.getmulti(waiting)}
            waiting = list(parents - met - {bytes(ID_BYTES)})
            met.update(waiting)
    return met


class Rest:
    """What is kept beside an answer: what it ``rests`` on, and the candidates that its lens would need again, in
    ``reduced``, None where it would need all of them.
    """

    __slots__ = ("reduced", "rests", "token")

    def __init__(self, token: bytes, rests: Rests, reduced: list[Candidate] | None) -> None:
        self.token = token
        self.rests = rests
        self.reduced = reduced

    def encode(self) -> bytes:
        """The content of the file."""
        to = Packer()
        to.data(self.token)
        to.data(b"".join(map(tables.U32.pack, sorted(self.rests.sources))))
        to.data(b"".join(sorted(self.rests.ancestors)))
        to.data(b"".join(sorted(self.rests.missing)))
        to.numbers(self.reduced is not None)
        to.data(rows_of(self.reduced or ()))
        return to.done()

    @classmethod
    def decode(cls, data: bytes) -> Rest:
        """Back from ``encode``. Raises struct.error or ValueError."""
        of = Unpacker(data)
        token, sources = of.data(), {term for (term,) in tables.U32.iter_unpack(of.data())}
        rests = Rests(sources, _ids(of.data()), _ids(of.data()))
        is_reduced, rows = of.number(), of.data()
        return cls(token, rests, candidates_of(rows) if is_reduced else None)


def _ids(data: bytes) -> set[bytes]:
    return {data[at : at + ID_BYTES] for at in range(0, len(data), ID_BYTES)}
