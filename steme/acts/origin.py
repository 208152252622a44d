"""Origins: whose an object is and what it derives from, looked up in the index wherever that knows.

The index has a row for every source and for every assertion that has a parent; anything else is read from the log,
which only concerns the roots of derivations.
"""

from __future__ import annotations

from repo_format.limits import MIN_TIME
from repo_format.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from repo_format.storage.snapshot import Snapshot
    from steme.bounds import Bounds

    Known = dict[bytes, "Origin | None"]

NO_PARENT = bytes(32)
_FEW = 16
"""Objects that are read in the order asked for; more are sorted first, so that every block is read once."""


class Origin:
    """An object's ``seq`` and ``time``, its ``author`` and ``source`` (terms, 0 for none), its ``parent`` (an id or
    ``NO_PARENT``), and whether it ``is_source``.
    """

    __slots__ = ("author", "is_source", "parent", "seq", "source", "time")

    def __init__(self, seq: int, time: int, author: int, source: int, parent: bytes, is_source: bool = False) -> None:
        self.seq = seq
        self.time = time
        self.author = author
        self.source = source
        self.parent = parent
        self.is_source = is_source


class Origins:
    """The origins of objects of a view that exist within ``bounds``; each is looked up once."""

    def __init__(self, view: Snapshot, bounds: Bounds) -> None:
        self._view = view
        self._bounds = bounds
        self._known: Known = {}
        self._subjects: dict[bytes, str | None] = {}

    def of(self, ids: Iterable[bytes]) -> dict[bytes, Origin]:
        """The origins of those objects that are here. Raises Damaged where the log lacks what the index names."""
        wanted = set(ids)
        new = wanted - self._known.keys()
        if new:
            self._look_up(new)
        known = self._known
        return {one: origin for one in wanted if (origin := known[one]) is not None}

    def parents(self, ids: Iterable[bytes]) -> dict[bytes, bytes]:
        """The parent of each assertion that has one, by ids; for assertions that are here."""
        with self._view.txn.cursor(self._view.databases[tables.ORIGINS]) as cursor:
            return {one: row[-32:] for one, row in cursor.getmulti(ids)}

    def _look_up(self, ids: set[bytes]) -> None:
        known, hold, unpack = self._known, self._bounds.hold, tables.ORIGIN_ROW.unpack
        with self._view.txn.cursor(self._view.databases[tables.ORIGINS]) as cursor:
            for one, row in cursor.getmulti(ids):
                origin = _indexed(*unpack(row))
                known[one] = origin if hold(origin.seq, origin.time) else None
        unindexed = [(self._view.seq_of(one), one) for one in ids if one not in known]
        for seq, one in sorted(unindexed) if len(unindexed) > _FEW else unindexed:
            known[one] = self._read(seq) if seq else None

    def _read(self, seq: int) -> Origin | None:
        payload = self._payload(seq)
        if payload is None:
            return self._erased(seq)
        if not self._bounds.hold(seq, payload.time):
            return None
        view, source = self._view, getattr(payload, "source", None) if payload.kind == "assertion" else None
        author = view.term(tables.TERM_KEY + bytes.fromhex(payload.author))
        cited = view.term(tables.TERM_OBJECT + bytes.fromhex(source)) if source else 0
        return Origin(seq, payload.time, author, cited, NO_PARENT)

    def _erased(self, seq: int) -> Origin | None:
        """What is left of an object that was erased: whose it was. So what was said of it keeps its force.

        When it was made is forgotten, so any time is late enough; whether it was a source, so it may have been one.
        """
        record = self._view.record(seq)
        author = self._view.term(tables.TERM_KEY + (record.seal.author if record.seal is not None else record.author))
        exists = author and self._bounds.hold(seq, MIN_TIME)
        return Origin(seq, MIN_TIME, author, 0, NO_PARENT, is_source=True) if exists else None

    def _payload(self, seq: int) -> Any:
        from repo_format import objects  # with it comes msgspec, which most questions do not need

        payload = self._view.record(seq).payload
        return None if payload is None else objects.read(payload)

    def subject(self, object_id: bytes) -> str | None:
        """What an object is about, for scopes: the subject of an assertion or alias, the path of a claim, for a
        statement about another object that one's; None for what has none.
        """
        if object_id not in self._subjects:
            self._subjects[object_id] = self._subject(object_id)
        return self._subjects[object_id]

    def _subject(self, object_id: bytes) -> str | None:
        at: bytes | None = object_id
        while at is not None:
            seq = self._view.seq_of(at)
            payload = self._payload(seq) if seq else None
            subject: str | None = getattr(payload, "subject", None) or getattr(payload, "path", None)
            if subject is not None:
                return subject
            target = getattr(payload, "target", None) or getattr(payload, "old", None)
            at = bytes.fromhex(target) if target else None
        return None


def _indexed(seq: int, time: int, author: int, source: int, parent: bytes) -> Origin:
    return Origin(seq, time, author, source, parent, is_source=parent == NO_PARENT)
