"""The trust in authors as somebody sees it: what a lens multiplies confidence with, and what stands behind it
(docs/semantics/trust.md, section 4).
"""

from __future__ import annotations

from repo_format.storage import tables
from steme import times
from steme.trust.acts import key_bytes
from steme.trust.explanation import Explanation, Step
from steme.trust.rank import combined, drifted, settled
from steme.trust.scope import ALL
from steme.trust.track_record import track_records
from steme.trust.web import web

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from repo_format.storage.snapshot import Snapshot
    from steme.bounds import Bounds
    from steme.trust.acts import Outcome
    from steme.trust.web import Web

ROOT = 1.0
"""The trust in oneself."""


class TrustView:
    """Trust as ``roots`` (public keys, 32 bytes) see it in ``view``, bounded by ``bounds`` (``as_of``, ``known_at``).

    ``moment`` is the time of the question, to which ranks drift and at which delegations may have ended: ``as_of``
    where that is given, else now. What is read is kept for the next question as long as nothing changes.
    """

    def __init__(self, view: Snapshot, bounds: Bounds, roots: Iterable[bytes], moment: int | None = None) -> None:
        self._view = view
        self.bounds = bounds
        if bounds.as_of is not None:
            moment = bounds.as_of
        self.moment = times.now() if moment is None else moment
        self.roots = frozenset(roots)
        self.web: Web = web(view, bounds, self.moment, self.roots)
        self._subject: str | None = None
        self._trust: dict[int, float] = {}

    def of(self, author: int, subject: str) -> float:
        """The trust, 0 to 1, in an author (a term) about a subject; a look-up in a dict from the second time on."""
        if subject != self._subject:
            self._subject, self._trust = subject, {}
        found = self._trust.get(author)
        if found is None:
            found = self._trust[author] = self._of(self.web.succession.agent(author), subject)
        return found

    def among(self, authors: AbstractSet[int], subject: str) -> dict[int, float]:
        """The trust in those of some authors (terms) of whom anything is known; in the others it is ``rank.DEFAULT``.

        A hundred thousand strangers cost nothing.
        """
        self.outcomes(0)
        known = self.web.everybody.union(self.web.records or (), self.web.succession.replaced)
        return {author: self.of(author, subject) for author in authors & known}

    def _of(self, agent: int, subject: str) -> float:
        return ROOT if agent in self.web.roots else combined(self.rank(agent), self.weight(agent, subject))

    def weight(self, author: int, subject: str) -> float:
        """The weight of the best chain to an author (a term): 1 for a root, 0 where there is no chain."""
        reached = self.web.reach(subject).get(self.web.succession.agent(author))
        return reached.weight if reached else 0.0

    def depth(self, author: int, subject: str) -> int | None:
        """The number of links of that chain: 0 for a root, None where there is no chain."""
        reached = self.web.reach(subject).get(self.web.succession.agent(author))
        return reached.depth if reached else None

    def agent_of(self, key: bytes) -> int:
        """The agent (a term) that a public key belongs to, 0 for a key that nobody here has used."""
        return self.web.succession.agent(self._view.term(tables.TERM_KEY + key))

    def rank(self, author: int) -> float:
        """The rank of an author (a term) at ``moment``, 0 to 1."""
        agent = self.web.succession.agent(author)
        known = self.web.ranks.get(agent)
        if known is None:
            outcomes = self.outcomes(agent)
            known = self.web.ranks[agent] = settled((time, correct) for time, _, _, correct in outcomes)
        rank, last = known
        return drifted(rank, self.moment - last)

    def outcomes(self, author: int) -> list[Outcome]:
        """The outcomes that count for an author (a term): time, target, judge, right or wrong; in order of time."""
        if self.web.records is None:
            self.web.records = track_records(self._view, self.bounds, self.web)
        return self.web.records.get(self.web.succession.agent(author), [])

    def explain(self, key: bytes, subject: str = ALL) -> Explanation:
        """Why the owner of a public key is trusted as they are; also for a key that nobody here has used."""
        made = Explanation(key, subject)
        agent = self.agent_of(key)
        if agent:
            self._describe(made, agent)
        made.rank = self.rank(agent)
        made.right = sum(correct for _, _, _, correct in self.outcomes(agent))
        made.wrong = len(self.outcomes(agent)) - made.right
        chain = self.web.chain(agent, subject)
        if chain is not None:
            made.chain = [Step(self._view, link) for link in chain]
        made.weight, made.trust = self.weight(agent, subject), self.of(agent, subject)
        if key in self.roots:
            made.chain, made.weight, made.trust = [], ROOT, ROOT
        return made

    def _describe(self, made: Explanation, agent: int) -> None:
        keys = {one: key_bytes(self._view, one) for one in self.web.succession.keys(agent)}
        made.keys = tuple(keys.values())
        revoked = self.web.succession.revoked
        made.revoked = {public: revoked[one] for one, public in keys.items() if one in revoked}

    def within(self, key: bytes) -> list[Explanation]:
        """For each scope in which a better chain of its own leads to the owner of a key, why; by scope."""
        agent = self.agent_of(key)
        return [self.explain(key, scope) for scope in sorted(self.web.scopes) if self._is_own(agent, scope)]

    def _is_own(self, agent: int, scope: str) -> bool:
        return scope != ALL and any(link.scope == scope for link in self.web.chain(agent, scope) or ())

    def everybody(self, subject: str | None = None) -> list[Explanation]:
        """Everyone whom a chain reaches or outcomes are about, the most trusted first, then by key, then by scope.

        About one subject, or for None about all: then an agent is there once for all subjects, and once more for each
        scope with a better chain of its own.
        """
        self.outcomes(0)
        judged = set(self.web.records or ())
        reached = self.web.reach(subject or ALL).keys()
        found = [self.explain(self._key(agent), subject or ALL) for agent in reached | judged]
        for scope in self.web.scopes - {ALL} if subject is None else ():
            scoped = [agent for agent in self.web.reach(scope) if self._is_own(agent, scope)]
            found += [self.explain(self._key(agent), scope) for agent in scoped]
        return sorted(found, key=lambda made: (-made.trust, made.key, made.subject))

    def _key(self, agent: int) -> bytes:
        return key_bytes(self._view, agent)
