"""retraction: an author takes an object back."""

from __future__ import annotations

from typing import ClassVar

from repo_format.errors import InvalidInput
from repo_format.hexadecimal import check_id
from repo_format.limits import FORMAT_VERSION
from repo_format.payload import Payload, always, check_reason


class Retraction(Payload, frozen=True, kw_only=True):
    """``cascade`` is True when what derives from the target (its children by ``parent``) goes with it, else absent."""

    KIND: ClassVar[str] = "retraction"

    author: str
    cascade: bool | None = None
    kind: str = always(KIND)
    reason: str | None = None
    target: str
    time: int
    version: int = always(FORMAT_VERSION)

    def _check_fields(self) -> None:
        if self.cascade is not None and self.cascade is not True:
            raise InvalidInput("cascade", "is true or left out")
        check_reason(self.reason)
        check_id(self.target, "target")
