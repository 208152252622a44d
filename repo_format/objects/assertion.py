"""assertion: an author states a value for (subject, predicate), with a confidence and a class of evidence."""

from __future__ import annotations

from typing import ClassVar

from repo_format.errors import InvalidInput, shown
from repo_format.hexadecimal import check_hex, check_hex_up_to, check_id, check_recurring_id
from repo_format.limits import (
    FORMAT_VERSION,
    MAX_META_ENTRIES,
    MAX_META_KEY,
    MAX_META_VALUE,
    MAX_NOTE,
    MAX_SALT,
)
from repo_format.number import check_number, check_number_between, check_tier
from repo_format.payload import Number, Payload, Value, always, check_value
from repo_format.text import check_choice, check_meta_key, check_name, check_predicate, check_subject, check_text
from repo_format.vocabulary import DEFAULT_LIFECYCLE, LIFECYCLES


class Assertion(Payload, frozen=True, kw_only=True):
    """``confidence`` 0 to 1; ``tier`` 0 (strongest) to 5; ``time`` in microseconds UTC; ids and keys in hex.

    ``unit`` only beside a number. An absent ``lifecycle`` means proposed, and proposed is never written.
    ``salt`` makes the id of a guessable claim unguessable. ``visual_hash`` is a 64-bit perceptual hash of an image.
    """

    KIND: ClassVar[str] = "assertion"
    NUMBERS: ClassVar[tuple[str, ...]] = ("value", "confidence", "meta")

    author: str
    confidence: Number
    epoch: str | None = None
    kind: str = always(KIND)
    lifecycle: str | None = None
    meta: dict[str, Number | str | bool] | None = None
    note: str | None = None
    parent: str | None = None
    predicate: str
    salt: str | None = None
    source: str | None = None
    subject: str
    tier: int
    time: int
    unit: str | None = None
    value: Value
    version: int = always(FORMAT_VERSION)
    visual_hash: str | None = None

    def _check_fields(self) -> None:
        check_subject(self.subject)
        check_predicate(self.predicate)
        check_value(self.value)
        check_number_between(self.confidence, "confidence", 0, 1)
        check_tier(self.tier)
        if self.source is not None:
            check_recurring_id(self.source, "source")
        if self.unit is not None:
            self._check_unit()
        if self.epoch is not None:
            check_name(self.epoch, "epoch")
        if self.lifecycle is not None:
            _check_lifecycle(self.lifecycle)
        if self.note is not None:
            check_text(self.note, "note", MAX_NOTE)
        if self.parent is not None:
            check_id(self.parent, "parent")
        if self.meta is not None:
            _check_meta(self.meta)
        if self.salt is not None:
            check_hex_up_to(self.salt, "salt", MAX_SALT)
        if self.visual_hash is not None:
            check_hex(self.visual_hash, "visual_hash", 8)

    def _check_unit(self) -> None:
        check_name(self.unit, "unit")
        if type(self.value) is not int and type(self.value) is not float:
            raise InvalidInput("unit", f"{shown(self.unit)} stands beside a value that is not a number")


def _check_lifecycle(lifecycle: str) -> None:
    check_choice(lifecycle, "lifecycle", LIFECYCLES)
    if lifecycle == DEFAULT_LIFECYCLE:
        raise InvalidInput("lifecycle", f"{lifecycle!r} is what an absent lifecycle means; leave it out")


def _check_meta(meta: dict[str, Number | str | bool]) -> None:
    if not isinstance(meta, dict) or not 1 <= len(meta) <= MAX_META_ENTRIES:
        raise InvalidInput("meta", f"is not an object of 1 to {MAX_META_ENTRIES} entries")
    for key, value in meta.items():
        check_meta_key(key, "meta", MAX_META_KEY)
        if isinstance(value, str):
            check_text(value, f"meta.{key}", MAX_META_VALUE)
        elif not isinstance(value, bool):
            check_number(value, f"meta.{key}")
