"""What an extractor's file says, checked field by field. Nothing in it is executed; every part of it is bounded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aphoria.language import known
from aphoria.observation import Value
from repo_format.errors import InvalidInput, shown
from repo_format.text import check_name, check_path_pattern, check_predicate

FIELDS = (
    "summary", "languages", "pattern", "query", "texts", "masked", "about", "predicate", "value", "unit",
    "confidence", "test",
)  # fmt: skip
NEEDED = ("summary", "languages", "pattern", "about", "predicate", "value")
MAX_PATTERN = 2_000
"""Characters of a pattern or a query."""

_PLACE = re.compile(r"\{(\w+)\}")
_LEAST = 2
_MAX_SUMMARY = 200
_MAX_VALUE = 1_000


@dataclass(frozen=True, slots=True)
class Captured:
    """A value that stands in the code: the name of its capture, and whether it is a number."""

    name: str
    number: bool


@dataclass(frozen=True, slots=True)
class Declaration:
    """``about`` may hold ``{capture}``; ``texts`` lets a match begin in a text literal, ``masked`` keeps the matched
    text from being shown.
    """

    summary: str
    languages: tuple[str, ...]
    pattern: str
    query: str
    about: str
    predicate: str
    value: Value | Captured
    unit: str
    confidence: float
    texts: bool
    masked: bool

    @property
    def captures(self) -> list[str]:
        """The names of the captures that it needs."""
        value = [self.value.name] if isinstance(self.value, Captured) else []
        return _PLACE.findall(self.about) + value

    def about_of(self, captured: Mapping[str, str]) -> str:
        """``about`` with captures put in."""
        return _PLACE.sub(lambda found: captured[found[1]], self.about)


def declaration_of(table: Mapping[str, Any]) -> Declaration:
    """The declaration in a table, checked as far as that goes without compiling. Raises InvalidInput."""
    unknown = sorted(set(table) - set(FIELDS))
    if unknown:
        raise InvalidInput(shown(unknown[0]), f"is not a field of an extractor; there are {', '.join(FIELDS)}")
    missing = [name for name in NEEDED if name not in table]
    if missing:
        raise InvalidInput(missing[0], "is missing")
    made = Declaration(
        summary=_text(table, "summary", _MAX_SUMMARY),
        languages=_languages(table["languages"]),
        pattern=_text(table, "pattern", MAX_PATTERN),
        query=_text(table, "query", MAX_PATTERN),
        about=_about(_text(table, "about", _MAX_SUMMARY)),
        predicate=_text(table, "predicate", _MAX_SUMMARY),
        value=_value(table["value"]),
        unit=_text(table, "unit", _MAX_SUMMARY),
        confidence=_confidence(table.get("confidence", 1.0)),
        texts=_flag(table, "texts"),
        masked=_flag(table, "masked"),
    )
    check_predicate(made.predicate)
    if made.unit:
        check_name(made.unit, "unit")
    if made.masked and isinstance(made.value, Captured):
        raise InvalidInput("masked", "has no use where the value itself is what stands in the code")
    return made


def _text(table: Mapping[str, Any], name: str, limit: int) -> str:
    given = table.get(name, "")
    if not isinstance(given, str):
        raise InvalidInput(name, f"is {shown(given)}, not a text")
    if name in table and not 0 < len(given) <= limit:
        raise InvalidInput(name, f"is of {len(given):,} characters; it may have 1 to {limit:,}")
    return given


def _flag(table: Mapping[str, Any], name: str) -> bool:
    given = table.get(name, False)
    if not isinstance(given, bool):
        raise InvalidInput(name, f"is {shown(given)}, neither true nor false")
    return given


def _languages(given: Any) -> tuple[str, ...]:
    families = {one.family for one in known().values()} - {""}
    every = sorted({*known(), *families})
    if not isinstance(given, list) or not given:
        raise InvalidInput("languages", "is not a list with at least one language")
    for name in given:
        if name not in every:
            raise InvalidInput("languages", f"{shown(name)} is none; there are {', '.join(every)}")
    return tuple(dict.fromkeys(given))


def _about(text: str) -> str:
    plain = _PLACE.sub("x", text)
    check_path_pattern(plain, "about")
    if "*" in plain or "://" in plain or plain.count("/") < _LEAST - 1 or set("{}") & set(plain):
        raise InvalidInput("about", f"{shown(text)} is not of the form TOPIC/LEAF, with {{capture}} where it depends")
    return text


def _value(given: Any) -> Value | Captured:
    if isinstance(given, Mapping):
        kinds = sorted(given)
        if kinds not in (["number"], ["text"]) or not isinstance(given[kinds[0]], str):
            raise InvalidInput("value", "as a table is { text = CAPTURE } or { number = CAPTURE }")
        return Captured(given[kinds[0]], kinds == ["number"])
    if not isinstance(given, bool | int | float | str) or not str(given).strip() or len(str(given)) > _MAX_VALUE:
        raise InvalidInput("value", f"is {shown(given)}, not a boolean, a number, a text or a table")
    return given


def _confidence(given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given <= 1:
        raise InvalidInput("confidence", f"is {shown(given)}, not a number above 0 and up to 1")
    return float(given)
