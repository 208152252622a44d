"""Asking as of a fixed moment of the clock, so that what ages (decay, ranks) is as old as it was then."""

from __future__ import annotations

from steme.asking import Asker
from steme.query import Question

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot
    from steme.asking import Roots
    from steme.bounds import Bounds
    from steme.candidate import Candidate
    from steme.policy import Policy
    from steme.query import Answer
    from steme.trust.view import TrustView


class AskerAt(Asker):
    """An asker for whom it is always ``moment`` (microseconds); everything else is as for ``Asker``.

    ``policy`` and ``roots`` are what it asks under; ``roots`` is called at most once.
    """

    def __init__(self, view: Snapshot, policy: Policy, roots: Roots, moment: int) -> None:
        super().__init__(view, policy, self._looked_up)
        self._find_roots = roots
        self._found_roots: frozenset[bytes] | None = None
        self._views: dict[Bounds, TrustView] = {}
        self.view = view
        self.policy = policy
        self.moment = moment

    @property
    def roots(self) -> frozenset[bytes]:
        """The public keys (32 bytes) whose view counts."""
        return self._looked_up(self.view)

    def ask(self, question: Question) -> Answer:
        """As ``Asker.ask``."""
        answer = super().ask(self._aged(question))
        answer.question = question
        return answer

    def _aged(self, question: Question) -> Question:
        if question.decay is None or question.filters.as_of is not None:
            return question
        from steme.audit.aging import DecayAt  # with decay comes msgspec, which most questions do without

        decay = DecayAt(question.decay.days, self.moment)
        return Question(question.subject, question.predicate, question.lens, question.filters, question.include, decay)

    def _looked_up(self, view: Snapshot) -> frozenset[bytes]:
        if self._found_roots is None:
            self._found_roots = self._find_roots(view)
        return self._found_roots

    def _trust_in(self, found: list[Candidate], bounds: Bounds, subject: str) -> dict[int, float]:
        if bounds not in self._views:
            from steme.trust.view import TrustView  # only a lens that weighs authors pays for it

            self._views = {bounds: TrustView(self.view, bounds, self.roots, self.moment)}
        trust = self._views[bounds]
        return {author: trust.of(author, subject) for author in {one.author for one in found}}
