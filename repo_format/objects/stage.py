"""stage: an assertion moves to another stage of its lifecycle; the latest stage counts."""

from __future__ import annotations

from typing import ClassVar

from repo_format.hexadecimal import check_id
from repo_format.limits import FORMAT_VERSION
from repo_format.payload import Payload, always, check_reason
from repo_format.text import check_choice
from repo_format.vocabulary import LIFECYCLES


class Stage(Payload, frozen=True, kw_only=True):
    """``stage``: proposed, under_review, approved, deprecated or rejected; always written, proposed included."""

    KIND: ClassVar[str] = "stage"

    author: str
    kind: str = always(KIND)
    reason: str | None = None
    stage: str
    target: str
    time: int
    version: int = always(FORMAT_VERSION)

    def _check_fields(self) -> None:
        check_reason(self.reason)
        check_choice(self.stage, "stage", LIFECYCLES)
        check_id(self.target, "target")
