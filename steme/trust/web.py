"""The web of trust as seen from some roots: who vouches for whom, and the best chain to everybody
(docs/semantics/trust.md, section 3).

Only what can be reached from the roots is ever read, so a crowd that nobody there vouches for costs nothing and moves
nothing.
"""

from __future__ import annotations

from heapq import heappop, heappush

from repo_format.storage import tables
from steme.trust.acts import acts_of, key_bytes
from steme.trust.link import Link, Standing
from steme.trust.scope import ALL, scopes_of
from steme.trust.succession import succession

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.storage.snapshot import Snapshot
    from steme.bounds import Bounds
    from steme.trust.acts import Act, Outcome
    from steme.trust.succession import Succession

    Reach = dict[int, Standing]
    """The agents that a chain leads to, and the best chain to each."""

_REMEMBERED = 8
_REMEMBERED_SCOPES = 256
_known: dict[tuple[bytes, int | None, int | None, frozenset[bytes]], Web] = {}


class Web:
    """Made by ``web``. ``roots`` are agents (terms), ``scopes`` all scopes that occur.

    It is good from ``since`` to ``until``, the first time at which a delegation in it ends.
    """

    def __init__(self, view: Snapshot, bounds: Bounds, moment: int, roots: Iterable[bytes]) -> None:
        self.succession: Succession = succession(view, bounds)
        terms = (view.term(tables.TERM_KEY + key) for key in roots)
        self.roots = frozenset(self.succession.agent(term) for term in terms if term)
        self.records: dict[int, list[Outcome]] | None = None
        """Track records, for ``TrustView``; made when somebody asks."""
        self.ranks: dict[int, tuple[float, int]] = {}
        """Ranks right after the last outcome and the times of those, for ``TrustView``."""
        self.until = tables.FOREVER
        self.since = moment
        self._keys: dict[int, bytes] = {}
        self._texts = {0: ALL}
        self._links: dict[int, dict[str, list[Link]]] = {}
        self._reach: dict[tuple[str, ...], Reach] = {}
        self.everybody = self._gather(view, bounds, moment)
        self.scopes = frozenset(scope for links in self._links.values() for scope in links)

    def _gather(self, view: Snapshot, bounds: Bounds, moment: int) -> frozenset[int]:
        """Read the delegations of everybody whom any chain reaches, whatever its scopes; returns those agents."""
        waiting, met = list(self.roots), set(self.roots)
        while waiting:
            giver = waiting.pop()
            links = [link for link in self._latest(view, bounds, giver) if link.weight > 0 and moment < link.until]
            if not links:
                continue
            self._keys[giver] = key_bytes(view, giver)
            by_scope = self._links[giver] = {}
            for link in links:
                self.until = min(self.until, link.until)
                by_scope.setdefault(link.scope, []).append(link)
            new = {link.taker for link in links} - met
            met |= new
            waiting += new
        return frozenset(met)

    def _latest(self, view: Snapshot, bounds: Bounds, giver: int) -> Iterable[Link]:
        """The delegation of an agent that counts for each agent and scope: the latest; ties: smaller id."""
        latest: dict[tuple[int, int], tuple[int, Act]] = {}
        for by in self.succession.keys(giver):
            for act in acts_of(view, bounds, tables.DELEGATION, by):
                taker = self.succession.agent(act[2])
                if taker != giver and self.succession.counts(by, act[0]):
                    known = latest.get((taker, act[3]))
                    if known is None or _is_later(view, act, known[1]):
                        latest[taker, act[3]] = (by, act)
        for (taker, scope), (by, act) in latest.items():
            yield Link(giver, taker, by, act, self._scope(view, scope))

    def _scope(self, view: Snapshot, term: int) -> str:
        if term not in self._texts:
            self._texts[term] = view.text(term)
        return self._texts[term]

    def reach(self, subject: str) -> Reach:
        """The agents whom a chain about this subject leads to, the roots included; "" for all subjects at once."""
        scopes = tuple(scope for scope in scopes_of(subject) if scope in self.scopes)
        found = self._reach.get(scopes)
        if found is None:
            if len(self._reach) >= _REMEMBERED_SCOPES:
                self._reach.clear()
            found = self._reach[scopes] = self._search(scopes)
        return found

    def _search(self, scopes: tuple[str, ...]) -> Reach:
        """Dijkstra's search for the largest product of weights; ties: fewer links, then the smaller key that gives."""
        found: Reach = {}
        heap: list[tuple[float, int, bytes, int, str, Link | None]] = [
            (-1.0, 0, b"", root, ALL, None) for root in self.roots
        ]
        while heap:
            weight, depth, _, agent, _, link = heappop(heap)
            if agent in found:
                continue
            found[agent] = Standing(-weight, depth, link)
            by_scope = self._links.get(agent, {})
            for scope in scopes:
                for next_link in by_scope.get(scope, ()):
                    product = weight * next_link.weight
                    if product and next_link.taker not in found:
                        entry = (product, depth + 1, self._keys[agent], next_link.taker, scope, next_link)
                        heappush(heap, entry)
        return found

    def chain(self, agent: int, subject: str) -> list[Link] | None:
        """The links of the best chain to an agent, from a root on; None where there is no chain."""
        reach = self.reach(subject)
        if agent not in reach:
            return None
        links: list[Link] = []
        while (link := reach[agent].link) is not None:
            links.append(link)
            agent = link.giver
        return links[::-1]


def _is_later(view: Snapshot, act: Act, known: Act) -> bool:
    return act[1] > known[1] or (act[1] == known[1] and view.id_of(act[0]) < view.id_of(known[0]))


def web(view: Snapshot, bounds: Bounds, moment: int, roots: Iterable[bytes]) -> Web:
    """The web seen from ``roots`` (public keys) at ``moment`` (microseconds); kept until something changes it.

    Costs a few microseconds for every delegation that can be reached.
    """
    keys = frozenset(roots)
    state = (view.watermark.chain, bounds.known_at, bounds.as_of, keys)
    made = _known.get(state)
    if made is None or not made.since <= moment < made.until:
        made = Web(view, bounds, moment, keys)
        if len(_known) >= _REMEMBERED:
            _known.clear()
        _known[state] = made
    return made
