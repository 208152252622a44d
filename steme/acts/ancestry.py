"""Ancestry: how far a retraction spreads (docs/semantics/standing.md, section 2).

What falls is an object on which a retraction that cascades is in force, a source that is retracted, and whatever
derives from what fell: an assertion by its ``parent`` and by its ``source``. Nothing is written down; it is found by
looking upwards from the claims of a question, so it ends when the retraction is taken back.
"""

from __future__ import annotations

from repo_format import vocabulary
from repo_format.storage import tables
from steme.acts.act import latest
from steme.acts.origin import NO_PARENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from typing import TypeVar

    from repo_format.storage.snapshot import Snapshot
    from steme.acts.act import Act, ByTarget
    from steme.acts.force import Force
    from steme.acts.origin import Origin

    Node = TypeVar("Node", bound=Hashable)

ACTIVE, QUARANTINED, RETRACTED = range(len(vocabulary.SOURCE_STATUSES))
"""States of a source, as their places in the vocabulary."""

_ON_SOURCES = frozenset((tables.ACT_RETRACTION, tables.ACT_SOURCE_STATUS))


def spread(fallen: AbstractSet[Node], above: Mapping[Node, Node]) -> set[Node]:
    """``fallen`` and every node from which one of them is reached by going up; circles do no harm.

    ``above`` leads from a node to the one that it derives from.
    """
    below: dict[Node, list[Node]] = {}
    for node, upper in above.items():
        below.setdefault(upper, []).append(node)
    reached, waiting = set(fallen), list(fallen)
    while waiting:
        for node in below.get(waiting.pop(), ()):
            if node not in reached:
                reached.add(node)
                waiting.append(node)
    return reached


class SourceState:
    """The ``state`` of a source, ``by`` the act that says so (None for active), and whether it is ``disputed``."""

    __slots__ = ("by", "disputed", "state")

    def __init__(self, state: int = ACTIVE, by: Act | None = None, disputed: bool = False) -> None:
        self.state = state
        self.by = by
        self.disputed = disputed

    @property
    def word(self) -> str:
        """active, quarantined or retracted."""
        return vocabulary.SOURCE_STATUSES[self.state]


class Ancestry:
    """What derives from what in a view, as far as somebody asked; every source and ancestor is looked at once."""

    def __init__(self, view: Snapshot, force: Force) -> None:
        self._view = view
        self._force = force
        self._origins = force.origins
        self._sources: dict[int, SourceState] = {0: SourceState()}
        self._fallen: dict[bytes, bool] = {NO_PARENT: False}

    def sources(self, terms: Iterable[int]) -> dict[int, SourceState]:
        """The states of sources, by the terms of their ids."""
        wanted = set(terms)
        new = wanted - self._sources.keys()
        if new:
            self._look_at(new)
        return {term: self._sources[term] for term in wanted}

    def _look_at(self, terms: set[int]) -> None:
        term_of = {bytes.fromhex(self._view.text(term)): term for term in terms}
        self._sources.update((term_of[one], state) for one, state in self.states(term_of).items())

    def states(self, ids: Iterable[bytes]) -> dict[bytes, SourceState]:
        """The states of sources by their ids; not kept."""
        wanted = set(ids)
        in_force, disputed = self._on(self._origins.of(wanted))
        return {one: _state(in_force.get(one, []), one in disputed) for one in wanted}

    def _on(self, origins: dict[bytes, Origin]) -> tuple[ByTarget, set[bytes]]:
        """The acts in force that could make some objects fall, and the objects with acts that lack the right."""
        in_force, disputed = self._force.on({one: origin.author for one, origin in origins.items()}, _ON_SOURCES)
        for one, acts in in_force.items():
            if not origins[one].is_source:  # a status says nothing of anything else
                in_force[one] = [act for act in acts if act.kind == tables.ACT_RETRACTION]
        return in_force, disputed

    def fallen(self, ids: Iterable[bytes]) -> set[bytes]:
        """Those of some objects from whose fall their children fall."""
        wanted = set(ids)
        if wanted - self._fallen.keys():
            self._climb(wanted - self._fallen.keys())
        return {one for one in wanted if self._fallen[one]}

    def _climb(self, ids: set[bytes]) -> None:
        """Go up from some objects, all at once, generation by generation, to what is known or falls by itself."""
        above: dict[bytes, bytes] = {}
        fallen: set[bytes] = set()
        met = set(ids)
        while ids:
            origins = self._origins.of(ids)
            now = self._falling(origins)
            fallen |= now
            above.update({one: origin.parent for one, origin in origins.items() if one not in now})
            parents = {above[one] for one in origins.keys() - now}
            fallen |= {one for one in parents if self._fallen.get(one)}
            ids = parents - met - self._fallen.keys()
            met |= ids
        lost = spread(fallen, above)
        self._fallen.update((one, one in lost) for one in met)

    def _falling(self, origins: dict[bytes, Origin]) -> set[bytes]:
        """Those of some objects that fall by themselves: by an act on them or for their source."""
        in_force, _ = self._on(origins)
        fallen = {one for one, acts in in_force.items() if _falls(acts)}
        sources = self.sources(origin.source for origin in origins.values())
        return fallen | {one for one, origin in origins.items() if sources[origin.source].state == RETRACTED}


def _falls(acts: list[Act]) -> bool:
    cascades = any(act.kind == tables.ACT_RETRACTION and act.extra for act in acts)
    return cascades or _status(acts)[0] == RETRACTED


def _state(acts: list[Act], disputed: bool) -> SourceState:
    """What acts in force make of a source: retracted if any takes it back, else what the latest status says."""
    retractions = [act for act in acts if act.kind == tables.ACT_RETRACTION]
    state, by = (RETRACTED, latest(retractions)) if retractions else _status(acts)
    return SourceState(state, by, disputed)


def _status(acts: list[Act]) -> tuple[int, Act | None]:
    states = [act for act in acts if act.kind == tables.ACT_SOURCE_STATUS]
    by = latest(states) if states else None
    return (by.extra, by) if by else (ACTIVE, None)
