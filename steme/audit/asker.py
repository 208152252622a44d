"""Asking as of a fixed moment of the clock, so that what ages (decay, ranks) is as old as it was then."""

from __future__ import annotations

from steme.asking import Asker
from steme.query import Question

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot
    from steme.asking import Kept, Roots
    from steme.policy import Policy
    from steme.query import Answer


class AskerAt(Asker):
    """An asker for whom it is always ``moment`` (microseconds); everything else is as for ``Asker``.

    ``policy`` and ``roots`` are what it asks under; ``roots`` is called at most once.
    """

    def __init__(self, view: Snapshot, policy: Policy, roots: Roots, moment: int, kept: Kept | None = None) -> None:
        super().__init__(view, policy, self._looked_up, kept)
        self._find_roots = roots
        self._found_roots: frozenset[bytes] | None = None
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

        return question.but(decay=DecayAt(question.decay.days, self.moment))

    def _looked_up(self, view: Snapshot) -> frozenset[bytes]:
        if self._found_roots is None:
            self._found_roots = self._find_roots(view)
        return self._found_roots

    @property
    def clock(self) -> int:
        """The moment."""
        return self.moment
