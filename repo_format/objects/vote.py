"""vote: an author supports or opposes an assertion; the latest vote of an author on a target counts."""

from __future__ import annotations

from typing import ClassVar

from repo_format.hexadecimal import check_id
from repo_format.limits import FORMAT_VERSION
from repo_format.number import check_number_between
from repo_format.payload import Number, Payload, always, check_reason


class Vote(Payload, frozen=True, kw_only=True):
    """``weight`` -1 (against) to 1 (for); 0 withdraws an earlier vote."""

    KIND: ClassVar[str] = "vote"
    NUMBERS: ClassVar[tuple[str, ...]] = ("weight",)

    author: str
    kind: str = always(KIND)
    reason: str | None = None
    target: str
    time: int
    version: int = always(FORMAT_VERSION)
    weight: Number

    def _check_fields(self) -> None:
        check_reason(self.reason)
        check_id(self.target, "target")
        check_number_between(self.weight, "weight", -1, 1)
