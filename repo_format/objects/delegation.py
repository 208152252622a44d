"""delegation: an author extends trust to another key, within a part of the subjects and for a time."""

from __future__ import annotations

from typing import ClassVar

from repo_format.errors import InvalidInput
from repo_format.hexadecimal import check_key
from repo_format.limits import FORMAT_VERSION
from repo_format.number import check_number_between, check_time
from repo_format.payload import Number, Payload, always, check_reason
from repo_format.text import check_subject_prefix


class Delegation(Payload, frozen=True, kw_only=True):
    """``weight`` 0 (ends an earlier one) to 1; ``expires`` is a time; ``scope`` a subject prefix, absent for all."""

    KIND: ClassVar[str] = "delegation"
    NUMBERS: ClassVar[tuple[str, ...]] = ("weight",)

    author: str
    delegate: str
    expires: int | None = None
    kind: str = always(KIND)
    reason: str | None = None
    scope: str | None = None
    time: int
    version: int = always(FORMAT_VERSION)
    weight: Number

    def _check_fields(self) -> None:
        check_key(self.delegate, "delegate")
        if self.expires is not None:
            check_time(self.expires, "expires")
        check_reason(self.reason)
        if self.scope is not None:
            check_subject_prefix(self.scope)
        check_number_between(self.weight, "weight", 0, 1)
        if self.delegate == self.author:
            raise InvalidInput("delegate", "is the author's own key; nobody delegates to themselves")
