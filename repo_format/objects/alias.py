"""alias: two subjects are one thing."""

from __future__ import annotations

from typing import ClassVar

from repo_format.errors import InvalidInput, shown
from repo_format.limits import FORMAT_VERSION
from repo_format.payload import Payload, always, check_reason
from repo_format.text import check_subject


class Alias(Payload, frozen=True, kw_only=True):
    """``alias`` is another name of ``subject``, which is the preferred one."""

    KIND: ClassVar[str] = "alias"

    alias: str
    author: str
    kind: str = always(KIND)
    reason: str | None = None
    subject: str
    time: int
    version: int = always(FORMAT_VERSION)

    def _check_fields(self) -> None:
        check_subject(self.alias, "alias")
        check_reason(self.reason)
        check_subject(self.subject)
        if self.alias == self.subject:
            raise InvalidInput("alias", f"{shown(self.alias)} is the subject itself")
