"""claim: what the code must do, written by a person with provenance and compared with what extractors find."""

from __future__ import annotations

from typing import ClassVar

from repo_format.errors import InvalidInput, shown
from repo_format.limits import FORMAT_VERSION, MAX_LIST, MAX_NAME, MAX_NOTE
from repo_format.number import check_tier
from repo_format.payload import Number, Payload, Value, always, check_value
from repo_format.text import check_choice, check_name, check_path_pattern, check_predicate, check_slug, check_text
from repo_format.vocabulary import CLAIM_STATUSES, COMPARISONS

_OF_LISTS = ("one_of", "in_range")
_OF_NUMBERS = ("at_least", "at_most", "in_range")
_OF_TEXTS = ("contains", "not_contains", "matches", "version_in")
_OF_NOTHING = ("present", "absent")
_BOUNDS = 2


class Claim(Payload, frozen=True, kw_only=True):
    """``comparison`` says how ``value`` (or ``values``) is compared with what is found under (``path``, ``predicate``).

    in_range has two numbers in ``values``, the lower first, both included; one_of has 1 to 64 values. All others have
    ``value``: a number for at_least and at_most, a text for contains, not_contains, matches and version_in; it may be
    left out for present and absent. ``path`` may hold ``*`` for any one segment.
    """

    KIND: ClassVar[str] = "claim"
    NUMBERS: ClassVar[tuple[str, ...]] = ("value", "values")

    author: str
    category: str | None = None
    comparison: str
    consequence: str
    evidence: tuple[str, ...] | None = None
    invariant: str
    kind: str = always(KIND)
    name: str
    path: str
    predicate: str
    provenance: str
    status: str
    supersedes: str | None = None
    tier: int
    time: int
    unit: str | None = None
    value: Value | None = None
    values: tuple[Value, ...] | None = None
    version: int = always(FORMAT_VERSION)

    def _check_fields(self) -> None:
        check_choice(self.comparison, "comparison", COMPARISONS)
        self._check_texts()
        check_slug(self.name, "name", MAX_NAME)
        check_path_pattern(self.path)
        check_predicate(self.predicate)
        check_choice(self.status, "status", CLAIM_STATUSES)
        if self.supersedes is not None:
            check_slug(self.supersedes, "supersedes", MAX_NAME)
            if self.supersedes == self.name:
                raise InvalidInput("supersedes", f"the claim {shown(self.name)} cannot supersede itself")
        check_tier(self.tier)
        self._check_operands()
        self._check_unit()

    def _check_texts(self) -> None:
        if self.category is not None:
            check_name(self.category, "category")
        check_text(self.consequence, "consequence", MAX_NOTE)
        check_text(self.invariant, "invariant", MAX_NOTE)
        check_text(self.provenance, "provenance", MAX_NOTE)
        if self.evidence is not None:
            _check_length(self.evidence, "evidence")
            for item in self.evidence:
                check_text(item, "evidence", MAX_NOTE)

    def _check_operands(self) -> None:
        wanted, other = ("values", "value") if self.comparison in _OF_LISTS else ("value", "values")
        if getattr(self, other) is not None:
            raise InvalidInput(other, f"has no place beside {self.comparison}")
        if getattr(self, wanted) is None:
            if self.comparison not in _OF_NOTHING:
                raise InvalidInput(wanted, f"is missing; {self.comparison} needs it")
            return
        if wanted == "values":
            _check_length(self.values, "values")
        for operand in self._operands():
            check_value(operand, wanted)
            self._check_type(operand, wanted)
        if self.comparison == "in_range":
            self._check_range()

    def _check_type(self, operand: Value, field: str) -> None:
        if self.comparison in _OF_NUMBERS and not _is_number(operand):
            raise InvalidInput(field, f"{shown(operand)} is not a number, which {self.comparison} needs")
        if self.comparison in _OF_TEXTS and not isinstance(operand, str):
            raise InvalidInput(field, f"{shown(operand)} is not a text, which {self.comparison} needs")

    def _check_range(self) -> None:
        bounds = [number for number in self._operands() if isinstance(number, Number)]
        if len(bounds) != _BOUNDS or bounds[0] > bounds[1]:
            raise InvalidInput("values", "of in_range are two numbers, the lower first")

    def _check_unit(self) -> None:
        if self.unit is None:
            return
        check_name(self.unit, "unit")
        if not any(_is_number(operand) for operand in self._operands()):
            raise InvalidInput("unit", f"{shown(self.unit)} stands beside no number")

    def _operands(self) -> tuple[Value, ...]:
        if self.values is not None:
            return self.values
        return () if self.value is None else (self.value,)


def _is_number(value: Value) -> bool:
    return isinstance(value, Number) and not isinstance(value, bool)


def _check_length(items: object, field: str) -> None:
    if not isinstance(items, tuple) or not 1 <= len(items) <= MAX_LIST:
        raise InvalidInput(field, f"is not a list of 1 to {MAX_LIST} items")
