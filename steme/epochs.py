"""Epochs: paradigms under which claims are made, and which of them newer ones supersede (docs/semantics/acts.md,
section 5).

A name belongs to whoever declared it first, by the authors' clocks; who may supersede it is a matter of policy. A name
that nobody declared belongs to nobody, and anybody may supersede it.
"""

from __future__ import annotations

from repo_format.storage import tables
from repo_format.storage.terms import key_of
from steme import policy as policies
from steme.acts.act import Acts
from steme.bounds import EVERYTHING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from repo_format.objects.epoch import Epoch as Declaration
    from repo_format.storage.snapshot import Snapshot
    from steme.acts.act import Act
    from steme.bounds import Bounds
    from steme.policy import Policy

_EPOCH_AT = 6
"""Place of the epoch in a lens row."""

_BOTH = frozenset((tables.ACT_EPOCH, tables.ACT_EPOCH_SUPERSESSION))


class Epoch:
    """An epoch by its ``name`` and ``term``, with the ``declarations`` of it that are in force, by time and id.

    ``superseded_by`` are the acts, by those whom the policy lets, that put newer ones in its place; ``extra`` of each
    is the term of the newer epoch.
    """

    __slots__ = ("declarations", "name", "superseded_by", "term")

    def __init__(self, name: str, term: int, declarations: list[Act], superseded_by: list[Act]) -> None:
        self.name = name
        self.term = term
        self.declarations = declarations
        self.superseded_by = superseded_by

    @property
    def owner(self) -> int | None:
        """The author (a term) of the first declaration; None where nobody declared it."""
        return self.declarations[0].author if self.declarations else None


def superseded(view: Snapshot, bounds: Bounds = EVERYTHING, policy: Policy = policies.DEFAULT) -> frozenset[int]:
    """The epochs, as terms, that a newer one supersedes: one that was declared within the bounds and, where ``as_of``
    is set, had begun by then.

    Costs one look where there is no epoch, else a look-up for every name of an epoch in use.
    """
    return frozenset(epoch.term for epoch in known(view, bounds, policy) if epoch.superseded_by)


def known(view: Snapshot, bounds: Bounds = EVERYTHING, policy: Policy = policies.DEFAULT) -> list[Epoch]:
    """Every epoch that was declared or superseded within the bounds, by name in the order of its UTF-8 bytes."""
    return _Epochs(view, bounds, policy).of(view.terms_from(tables.TERM_EPOCH))


def named(view: Snapshot, name: str, bounds: Bounds = EVERYTHING, policy: Policy = policies.DEFAULT) -> Epoch | None:
    """The epoch of that name; None when nobody declared it or superseded it."""
    key = key_of(tables.TERM_EPOCH, name)
    return next(iter(_Epochs(view, bounds, policy).of([(key, view.term(key))])), None)


def declaration(view: Snapshot, epoch: Epoch) -> Declaration | None:
    """The first declaration of an epoch, with its description; None where nobody declared it."""
    if not epoch.declarations:
        return None
    from repo_format import objects  # with it comes msgspec, which asking does not need

    payload: Any = objects.read(view.record(epoch.declarations[0].seq).payload or b"")
    return payload  # type: ignore[no-any-return]


def elders(view: Snapshot, epoch: Epoch, policy: Policy = policies.DEFAULT) -> list[str]:
    """The names of the epochs that this one supersedes, in the order of their UTF-8 bytes."""
    return [
        elder.name for elder in known(view, policy=policy) if epoch.term in {act.extra for act in elder.superseded_by}
    ]


def claims(view: Snapshot, epoch: Epoch) -> int:
    """The number of claims that name an epoch; costs a walk through all questions."""
    rows = (row for _, _, found in view.questions() for row in tables.LENS_ROW.iter_unpack(found))
    return sum(row[_EPOCH_AT] == epoch.term for row in rows)


class _Epochs:
    def __init__(self, view: Snapshot, bounds: Bounds, policy: Policy) -> None:
        self._view = view
        self._bounds = bounds
        self._policy = policy
        self._acts = Acts(view, bounds)

    def of(self, terms: Iterable[tuple[bytes, int]]) -> list[Epoch]:
        """The epochs among ``(key, term)`` of which anything was said, in that order."""
        if not self._acts.kinds & _BOTH:
            return []
        names = {tables.U32.pack(term): key[1:].decode() for key, term in terms}
        made = self._in_force(self._acts.on(names, _BOTH))
        return [self._epoch(name, key, made[key]) for key, name in names.items() if made.get(key)]

    def _in_force(self, made: dict[bytes, list[Act]]) -> dict[bytes, list[Act]]:
        from steme.acts.force import Force  # only where there are epochs

        force = Force(self._view, self._bounds, self._policy, self._acts)
        self._rights = force.rights
        return {key: force.left(acts) for key, acts in made.items()}

    def _epoch(self, name: str, key: bytes, acts: list[Act]) -> Epoch:
        declared = sorted((a for a in acts if a.kind == tables.ACT_EPOCH), key=lambda a: (a.time, a.id))
        owner = declared[0].author if declared else None
        by = [a for a in acts if a.kind == tables.ACT_EPOCH_SUPERSESSION and self._may(a, owner)]
        return Epoch(name, tables.U32.unpack(key)[0], declared, sorted(by, key=lambda a: (a.time, a.id)))

    def _may(self, act: Act, owner: int | None) -> bool:
        as_of = self._bounds.as_of
        if as_of is not None and act.amount > as_of:
            return False  # the newer epoch has not begun
        return owner is None or self._rights.may(act.author, (owner,), act.time, lambda: None)
