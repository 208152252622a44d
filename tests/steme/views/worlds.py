"""A world in which some questions are kept."""

from __future__ import annotations

from pathlib import Path

from repo_format.objects.outcome import Outcome
from steme.audit.asker import AskerAt
from steme.keys import SigningKey
from steme.policy import DEFAULT, Policy
from steme.query import Answer, Question
from steme.views.definition import View
from steme.views.turn import Turn
from tests.steme.acts.world import ALICE, BOB, CAROL, DAVE, World
from tests.steme.views.histories import facts

__all__ = ["ALICE", "BOB", "CAROL", "DAVE", "Kept"]


class Kept(World):
    """``ask`` answers out of a view and holds the answer against the claims."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.policy: Policy = DEFAULT
        self.roots = frozenset({ALICE.public})
        self.done = ""

    def ask(self, view: View, moment: int = 10**15, max_stale: int = 0) -> Answer:
        """The answer of a view; ``done`` says what it took. Without ``max_stale`` it has to be the fresh one."""
        with self.repository.snapshot() as snapshot:
            asker = AskerAt(snapshot, self.policy, lambda _: self.roots, moment)
            keeper = self.repository.views
            turn = Turn(keeper.store, keeper.files, asker, view, view.question)
            answer = turn.answer(max_stale)
            if not max_stale:
                fresh = AskerAt(snapshot, self.policy, lambda _: self.roots, moment).ask(view.question)
                assert facts(answer) == facts(fresh)
        self.done = turn.done
        return answer

    def outcome(self, judge: SigningKey, target: str, correct: bool = True, time: int | None = None) -> str:
        return self.add(Outcome(**self.common(judge, time), target=target, correct=correct))  # type: ignore[arg-type]


def about(lens: str = "recency", subject: str = "s", **more: object) -> View:
    """A view of ``s p``."""
    return View(Question(subject, "p", lens, **more))  # type: ignore[arg-type]
