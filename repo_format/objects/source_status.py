"""source_status: a source is found wanting, withdrawn, or good again; what cites it is flagged accordingly."""

from __future__ import annotations

from typing import ClassVar

from repo_format.hexadecimal import check_id
from repo_format.limits import FORMAT_VERSION
from repo_format.payload import Payload, always, check_reason
from repo_format.text import check_choice
from repo_format.vocabulary import SOURCE_STATUSES


class SourceStatus(Payload, frozen=True, kw_only=True):
    """``status``: active, quarantined or retracted."""

    KIND: ClassVar[str] = "source_status"

    author: str
    kind: str = always(KIND)
    reason: str | None = None
    source: str
    status: str
    time: int
    version: int = always(FORMAT_VERSION)

    def _check_fields(self) -> None:
        check_reason(self.reason)
        check_id(self.source, "source")
        check_choice(self.status, "status", SOURCE_STATUSES)
