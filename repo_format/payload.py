"""What all payloads share: the base class of the kinds in ``objects/`` and the reference value.

A kind is a frozen struct whose fields are declared in sorted order, because that is the order of canonical JSON.
``kind`` and ``version`` are ordinary fields in their sorted places. An optional field is None when absent and is then
not written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

from repo_format.errors import InvalidInput, shown
from repo_format.hexadecimal import check_key
from repo_format.limits import FORMAT_VERSION, MAX_REASON, MAX_TEXT_VALUE
from repo_format.number import check_number, check_time
from repo_format.text import check_subject, check_text

Number = int | float


class Payload(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """Base of all kinds. Immutable; equal when all fields are."""

    KIND: ClassVar[str]
    """The word in ``kind``, which is also the name of the module."""

    NUMBERS: ClassVar[tuple[str, ...]] = ()
    """Fields that hold numbers which may be fractions, directly or in a list or object."""

    if TYPE_CHECKING:
        author: str
        kind: str
        time: int
        version: int

    def check(self) -> None:
        """Apply the rules of the format.

        :raises InvalidInput: a field breaks a rule; ``field`` names it.
        """
        check_key(self.author)
        if self.kind != self.KIND:
            raise InvalidInput("kind", f"is {shown(self.kind)}, not {self.KIND}")
        check_time(self.time)
        if type(self.version) is not int or self.version != FORMAT_VERSION:
            raise InvalidInput("version", f"is {shown(self.version)}; there is only version {FORMAT_VERSION}")
        self._check_fields()

    def _check_fields(self) -> None:
        """The rules for the fields that are the kind's own."""
        raise NotImplementedError


class Reference(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A value that is another subject: ``{"ref": "person/ada"}``."""

    ref: str


Value = int | float | str | bool | Reference


def always(constant: str | int) -> Any:
    """A field that always has this value and, unlike a default, is always written."""
    return msgspec.field(default_factory=lambda: constant)


def check_reason(reason: str | None) -> None:
    """The optional ``reason`` that most kinds have."""
    if reason is not None:
        check_text(reason, "reason", MAX_REASON)


def check_value(value: object, field: str = "value") -> None:
    """A number, a text of at most 64 KiB, a boolean or a reference to a subject."""
    if type(value) is str:
        check_text(value, field, MAX_TEXT_VALUE)
    elif type(value) is Reference:
        check_subject(value.ref, f"{field}.ref")
    elif type(value) is int or type(value) is float:
        check_number(value, field)
    elif type(value) is not bool:
        raise InvalidInput(field, f"is {shown(value)}, not a number, a text, a boolean or a reference")
