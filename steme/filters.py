"""Filters: which assertions under a question count (docs/semantics/questions.md, section 1)."""

from __future__ import annotations

from repo_format import vocabulary
from repo_format.errors import InvalidInput, shown
from repo_format.storage import tables
from repo_format.storage.terms import key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from repo_format.storage.snapshot import Snapshot
    from steme.candidate import Candidate

    Sieve = Callable[[list[Candidate]], list[Candidate]]

ANY_STAGE = frozenset(vocabulary.LIFECYCLES)
"""For ``Filters.lifecycles``: deprecated and rejected claims count too."""

OPEN_STAGES = frozenset(range(len(vocabulary.LIFECYCLES))) - {
    vocabulary.LIFECYCLES.index("deprecated"),
    vocabulary.LIFECYCLES.index("rejected"),
}
"""Places in ``vocabulary.LIFECYCLES`` of the stages that count where none is asked for."""


_LIFECYCLE = 11
"""Place in a candidate; every question looks at it."""


class Filters:
    """Which assertions count. Texts are as in payloads: keys and source ids in hex; None means any.

    ``lifecycles`` None means all but deprecated and rejected; ``tier`` is the weakest that counts; ``as_of`` keeps what
    was claimed by then (microseconds), ``known_at`` what had arrived by that seq.
    """

    __slots__ = ("as_of", "author", "epoch", "known_at", "lifecycles", "source", "tier")

    def __init__(
        self,
        lifecycles: frozenset[str] | None = None,
        tier: int | None = None,
        epoch: str | None = None,
        author: str | None = None,
        source: str | None = None,
        as_of: int | None = None,
        known_at: int | None = None,
    ) -> None:
        self.lifecycles = lifecycles
        self.tier = tier
        self.epoch = epoch
        self.author = author
        self.source = source
        self.as_of = as_of
        self.known_at = known_at

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for filters that let the same claims pass; hashable."""
        return tuple([getattr(self, name) for name in self.__slots__])


def within(found: list[Candidate], filters: Filters) -> tuple[list[Candidate], dict[str, int]]:
    """The candidates that exist for a question about another time, and how many do not, by reason."""
    known_at, as_of = filters.known_at, filters.as_of
    aside: dict[str, int] = {}
    if known_at is not None:
        found = _counted(found, [one for one in found if one.seq <= known_at], "not known yet", aside)
    if as_of is not None:
        found = _counted(found, [one for one in found if one.time <= as_of], "later", aside)
    return found, aside


def _counted(found: list[Candidate], kept: list[Candidate], reason: str, aside: dict[str, int]) -> list[Candidate]:
    if len(kept) < len(found):
        aside[reason] = len(found) - len(kept)
    return kept


def sift(view: Snapshot, found: list[Candidate], filters: Filters) -> tuple[list[Candidate], dict[str, int]]:
    """The candidates within the time of the question that pass the other filters, and how many did not, by the first
    reason that applied.
    """
    aside: dict[str, int] = {}
    for reason, sieve in _sieves(view, filters):
        found = _counted(found, sieve(found), reason, aside)
    return found, aside


def _sieves(view: Snapshot, filters: Filters) -> list[tuple[str, Sieve]]:
    """``(reason, sieve)`` in the order in which candidates meet them."""
    stages, tier = _stages(filters.lifecycles), filters.tier
    sieves: list[tuple[str, Sieve]] = []
    sieves.append(("lifecycle", lambda found: [one for one in found if one[_LIFECYCLE] in stages]))
    if tier is not None:
        sieves.append(("tier", lambda found: [one for one in found if one.tier <= tier]))
    if filters.epoch is not None:
        epoch = _term(view, key_of(tables.TERM_EPOCH, filters.epoch))
        sieves.append(("epoch", lambda found: [one for one in found if one.epoch == epoch]))
    if filters.author is not None:
        author = _term(view, tables.TERM_KEY + bytes.fromhex(filters.author))
        sieves.append(("author", lambda found: [one for one in found if one.author == author]))
    if filters.source is not None:
        source = _term(view, tables.TERM_OBJECT + bytes.fromhex(filters.source))
        sieves.append(("source", lambda found: [one for one in found if one.source == source]))
    return sieves


def _term(view: Snapshot, key: bytes) -> int:
    """The number of a term, or one that no row has."""
    return view.term(key) or -1


def _stages(wanted: frozenset[str] | None) -> frozenset[int]:
    if wanted is None:
        return OPEN_STAGES
    unknown = wanted - frozenset(vocabulary.LIFECYCLES)
    if unknown:
        known = ", ".join(vocabulary.LIFECYCLES)
        raise InvalidInput("lifecycle", f"{shown(min(unknown))} is not a stage; there are {known}")
    return frozenset(vocabulary.LIFECYCLES.index(stage) for stage in wanted)
