"""outcome: an assertion was checked against a gold standard and was right or wrong."""

from __future__ import annotations

from typing import ClassVar

from repo_format.hexadecimal import check_id
from repo_format.limits import FORMAT_VERSION, MAX_NOTE
from repo_format.number import check_flag
from repo_format.payload import Payload, always, check_reason
from repo_format.text import check_text


class Outcome(Payload, frozen=True, kw_only=True):
    """``gold`` says what the target was checked against."""

    KIND: ClassVar[str] = "outcome"

    author: str
    correct: bool
    gold: str | None = None
    kind: str = always(KIND)
    reason: str | None = None
    target: str
    time: int
    version: int = always(FORMAT_VERSION)

    def _check_fields(self) -> None:
        check_flag(self.correct, "correct")
        if self.gold is not None:
            check_text(self.gold, "gold", MAX_NOTE)
        check_reason(self.reason)
        check_id(self.target, "target")
