"""supersession: one object takes the place of another."""

from __future__ import annotations

from typing import ClassVar

from repo_format.errors import InvalidInput
from repo_format.hexadecimal import check_id
from repo_format.limits import FORMAT_VERSION
from repo_format.payload import Payload, always, check_reason


class Supersession(Payload, frozen=True, kw_only=True):
    """``old`` steps aside in favour of ``new``."""

    KIND: ClassVar[str] = "supersession"

    author: str
    kind: str = always(KIND)
    new: str
    old: str
    reason: str | None = None
    time: int
    version: int = always(FORMAT_VERSION)

    def _check_fields(self) -> None:
        check_id(self.new, "new")
        check_id(self.old, "old")
        check_reason(self.reason)
        if self.new == self.old:
            raise InvalidInput("new", f"the object {self.new} cannot take its own place")
