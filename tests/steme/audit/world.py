"""A world in which answers are recorded."""

from __future__ import annotations

from pathlib import Path

from repo_format.payload import Reference
from steme.audit import reading
from steme.audit.recorded import Recorded
from steme.audit.recorder import Recorder
from steme.keys import SigningKey
from steme.query import Question
from tests.steme.acts.world import ALICE, BOB, CAROL, World

__all__ = ["ALICE", "BOB", "CAROL", "Audited", "Reference"]


class Audited(World):
    """Answers are asked for and recorded in one go."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.roots: list[SigningKey] = [ALICE]

    def ask(self, question: Question | None = None, lens: str = "recency") -> Recorded:
        """Record the answer to a question, by default ``s p``; the record as it is read back."""
        with self.repository.snapshot() as view:
            recorder = Recorder(self.repository, view, [key.public.hex() for key in self.roots], "test 1")
            (identifier,) = recorder.record([recorder.asker.ask(question or Question("s", "p", lens))])
        return reading.find(self.repository, identifier.hex())
