"""Rights: whether somebody may act on what somebody else said (docs/semantics/acts.md, section 2).

Keys are terms throughout. A right is judged at the time of the act, by what existed then: a delegation that ended later
leaves in force what was done under it.
"""

from __future__ import annotations

from repo_format.storage import tables
from steme import policy as policies
from steme.trust.acts import acts_of
from steme.trust.scope import holds
from steme.trust.succession import succession
from steme.trust.web import Web

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from repo_format.storage.snapshot import Snapshot
    from steme.bounds import Bounds
    from steme.policy import Policy
    from steme.trust.acts import Act as TrustAct
    from steme.trust.succession import Succession

    Subject = Callable[[], str | None]
    """Tells what the object in question is about, None for what has no subject; asked only where a scope matters."""


class Rights:
    """The rights in a view within ``bounds`` under a policy.

    ``newcomer`` is the public key that the term 0 stands for: somebody of whom the repository does not know yet.
    """

    def __init__(self, view: Snapshot, bounds: Bounds, policy: Policy, newcomer: bytes = b"") -> None:
        self._view = view
        self._bounds = bounds
        self._policy = policy
        self._newcomer_is_root = newcomer in policy.roots
        self.agents: Succession = succession(view, bounds)
        self._delegations: dict[int, list[tuple[int, TrustAct]]] = {}
        self._webs: dict[int, Web] = {}

    def counts(self, author: int, seq: int) -> bool:
        """Whether an object by ``author`` was here before that key was given up."""
        return self.agents.counts(author, seq)

    def may(self, actor: int, owners: Sequence[int], time: int, subject: Subject) -> bool:
        """Whether ``actor`` may act, at ``time``, on an object that belongs to one of ``owners``."""
        return any(self._may(actor, owner, time, subject) for owner in owners)

    def _may(self, actor: int, owner: int, time: int, subject: Subject) -> bool:
        if self._is_same(actor, owner):
            return True
        if self._policy.name == policies.COMMONS:
            return False
        return self._was_delegated(actor, owner, time, subject) or (
            self._policy.name == policies.ENTERPRISE and self.trusted(actor, time, subject)
        )

    def _is_same(self, key: int, owner: int) -> bool:
        return key == owner or self.agents.follows(key, owner)

    def _was_delegated(self, actor: int, owner: int, time: int, subject: Subject) -> bool:
        """Whether the delegations from the owner's agent that were the latest of their scope at ``time`` let it."""
        latest: dict[int, TrustAct] = {}
        for delegate, act in self._given_by(owner):
            if act[1] <= time and self._is_same(actor, delegate):
                known = latest.get(act[3])
                if known is None or _is_later(self._view, act, known):
                    latest[act[3]] = act
        good = [act for act in latest.values() if act[4] > 0 and time < act[5]]
        return any(not act[3] for act in good) or bool(good and self._is_about(good, subject()))

    def _given_by(self, owner: int) -> list[tuple[int, TrustAct]]:
        """``(delegate, act)`` for every delegation by the keys of an agent, except those signed by a key given up."""
        if owner not in self._delegations:
            self._delegations[owner] = [
                (act[2], act)
                for key in self.agents.keys(owner)
                for act in acts_of(self._view, self._bounds, tables.DELEGATION, key)
                if self.counts(key, act[0])
            ]
        return self._delegations[owner]

    def _is_about(self, delegations: Sequence[TrustAct], subject: str | None) -> bool:
        return subject is not None and any(holds(self._view.text(act[3]), subject) for act in delegations)

    def trusted(self, actor: int, time: int, subject: Subject) -> bool:
        """Whether a chain of delegations led from the roots to ``actor`` at ``time``; a root is trusted in itself."""
        if not self._policy.roots:
            return False
        if not actor:
            return self._newcomer_is_root
        web = self._webs.get(time)
        if web is None:
            web = self._webs[time] = Web(self._view, self._bounds.until(time), time, self._policy.roots)
        agent = web.succession.agent(actor)
        if agent in web.roots or agent in web.reach(""):
            return True
        about = subject() if web.scopes else None
        return about is not None and agent in web.reach(about)


def _is_later(view: Snapshot, act: TrustAct, known: TrustAct) -> bool:
    return act[1] > known[1] or (act[1] == known[1] and view.id_of(act[0]) < view.id_of(known[0]))
