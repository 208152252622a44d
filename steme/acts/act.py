"""Acts as the index holds them: rows of the table ``acts``, by what they are about."""

from __future__ import annotations

from operator import itemgetter

from repo_format import vocabulary
from repo_format.storage import tables
from repo_format.storage.act_rows import ABOUT_OBJECTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from repo_format.storage.snapshot import Snapshot
    from steme.bounds import Bounds

    Row = tuple[int, int, int, int, float, int, bytes]
    ByTarget = dict[bytes, list["Act"]]
else:
    Row = tuple

_KIND_KEYS = (
    *((bytes((vocabulary.KINDS.index(kind),)), act) for kind, act in ABOUT_OBJECTS.items()),
    (bytes((vocabulary.KINDS.index("alias"),)), tables.ACT_ALIAS),
    (bytes((vocabulary.KINDS.index("epoch"),)), tables.ACT_EPOCH),
    (bytes((vocabulary.KINDS.index("epoch"),)), tables.ACT_EPOCH_SUPERSESSION),
)
"""Under which key of ``by_kind`` the objects stand that make acts of each kind."""


_ID = 32
_MANY = 256
"""From so many targets on it is worth a look how many acts there are."""


class Act(Row):
    """One act as its row (``tables.ACT_ROW``) says it; a field costs something only when it is asked for.

    ``kind`` is ``tables.ACT_RETRACTION`` ..., ``author`` a term, ``id`` 32 bytes; what ``amount`` and ``extra`` are
    depends on the kind.
    """

    __slots__ = ()

    if TYPE_CHECKING:
        kind: int
        seq: int
        time: int
        author: int
        amount: float
        extra: int
        id: bytes
    else:
        kind = property(itemgetter(0))
        seq = property(itemgetter(1))
        time = property(itemgetter(2))
        author = property(itemgetter(3))
        amount = property(itemgetter(4))
        extra = property(itemgetter(5))
        id = property(itemgetter(6))


def latest(acts: Sequence[Act]) -> Act:
    """The latest of some acts, of which there is one at least; ties: smaller id."""
    return acts[0] if len(acts) == 1 else min(acts, key=lambda act: (-act.time, act.id))


class Acts:
    """The acts of a view that exist within ``bounds``, and those that are ``supposed`` to be made beside them."""

    def __init__(self, view: Snapshot, bounds: Bounds, supposed: Mapping[bytes, list[Act]] | None = None) -> None:
        self._view = view
        self._database = view.databases[tables.ACTS]
        self._bounds = bounds
        self._supposed = supposed or {}
        self.kinds = _kinds(view) if view.txn.stat(self._database)["entries"] else frozenset()
        """The kinds of which there may be any, whatever the bounds; with no acts at all it costs one ``stat``."""
        if self._supposed:
            self.kinds |= {act.kind for made in self._supposed.values() for act in made}

    def targets(self) -> set[bytes]:
        """The ids of all objects on which there is any act, whatever its kind and the bounds."""
        with self._view.txn.cursor(self._database) as cursor:
            stored = cursor.iternext_nodup(keys=True, values=False) if self.kinds else ()
            return {target for target in (*stored, *self._supposed) if len(target) == _ID}

    def _with_acts(self, targets: list[bytes]) -> list[bytes]:
        """Those of many targets that have acts, in their order; where there are fewer acts, their keys are read."""
        if self._view.txn.stat(self._database)["entries"] > len(targets):
            return targets
        with self._view.txn.cursor(self._database) as cursor:
            return list(filter(frozenset(cursor.iternext_nodup(keys=True, values=False)).__contains__, targets))

    def on(self, targets: Iterable[bytes], kinds: frozenset[int]) -> ByTarget:
        """The acts of these kinds by what they are about, for those ``targets`` that have any; in order of the table.

        ``targets`` are object ids, or terms of subjects and epochs as four bytes, none of them twice.
        """
        hold, unpack = None if self._bounds.is_open else self._bounds.hold, tables.ACT_ROW.unpack
        found: ByTarget = {}
        kinds &= self.kinds
        if not kinds:
            return found
        targets = list(targets)
        with self._view.txn.cursor(self._database) as cursor:
            stored = self._with_acts(targets) if len(targets) > _MANY else targets
            rows = cursor.getmulti(stored, dupdata=True)
        for target, row in rows:
            if row[0] in kinds:
                act = Act(unpack(row))
                if hold is None or hold(act[1], act[2]):
                    found.setdefault(target, []).append(act)
        for target in self._supposed.keys() & set(targets) if self._supposed else ():
            made = [act for act in self._supposed[target] if act.kind in kinds]
            if made:
                found.setdefault(target, []).extend(made)
        return found


def _kinds(view: Snapshot) -> frozenset[int]:
    with view.txn.cursor(view.databases[tables.BY_KIND]) as cursor:
        return frozenset(act for kind, act in _KIND_KEYS if cursor.set_key(kind))
