"""acknowledgement: a finding about the code is known and accepted, for a reason and perhaps only for a time."""

from __future__ import annotations

from typing import ClassVar

from repo_format.limits import FORMAT_VERSION, MAX_REASON
from repo_format.number import check_time
from repo_format.payload import Payload, always
from repo_format.text import check_name, check_path_pattern, check_predicate, check_text


class Acknowledgement(Payload, frozen=True, kw_only=True):
    """Covers findings at ``path`` (a pattern), of ``predicate`` and ``extractor`` if given, until a time if given."""

    KIND: ClassVar[str] = "acknowledgement"

    author: str
    extractor: str | None = None
    kind: str = always(KIND)
    path: str
    predicate: str | None = None
    reason: str
    time: int
    until: int | None = None
    version: int = always(FORMAT_VERSION)

    def _check_fields(self) -> None:
        if self.extractor is not None:
            check_name(self.extractor, "extractor")
        check_path_pattern(self.path)
        if self.predicate is not None:
            check_predicate(self.predicate)
        check_text(self.reason, "reason", MAX_REASON)
        if self.until is not None:
            check_time(self.until, "until")
