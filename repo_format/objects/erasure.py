"""erasure: the signed reason why the payload of an object is gone from a repository while its id stays."""

from __future__ import annotations

from typing import ClassVar

from repo_format.hexadecimal import check_id
from repo_format.limits import FORMAT_VERSION, MAX_REASON
from repo_format.payload import Payload, always
from repo_format.text import check_text


class Erasure(Payload, frozen=True, kw_only=True):
    """``reason`` is required here: it is all that will be left to read."""

    KIND: ClassVar[str] = "erasure"

    author: str
    kind: str = always(KIND)
    reason: str
    target: str
    time: int
    version: int = always(FORMAT_VERSION)

    def _check_fields(self) -> None:
        check_text(self.reason, "reason", MAX_REASON)
        check_id(self.target, "target")
