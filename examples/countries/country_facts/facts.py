"""The facts of one edition: what was taken, and what was dropped and why. It checks form, not truth."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from country_facts.codes import Codes

Value = str | int | float | bool | dict[str, str]

LARGEST_INTEGER = 2**53
LONGEST_NOTE = 200

POSITIVE = frozenset({"population", "area", "life_expectancy"})
"""Zero and less stand for "unknown" or "nobody" in these packages, which is not a number to compare."""

SHAPES = {
    "alpha3": re.compile(r"[A-Z]{3}"),
    "numeric": re.compile(r"\d{3}"),
    "currency": re.compile(r"[A-Z]{3}"),
    "calling_code": re.compile(r"\+\d{1,9}"),
    "tld": re.compile(r"\.\S+"),
}
"""Text values whose whole form is known; what does not fit is dropped."""


@dataclass(frozen=True)
class Fact:
    """One line of a data file, without what is the same for the whole file (author, source, tier, confidence, time)."""

    subject: str
    predicate: str
    value: Value
    unit: str = ""
    note: str = ""


@dataclass
class Facts:
    """Collects the facts of one edition. Each fact is kept once; `dropped` counts (predicate, reason, the thing)."""

    codes: Codes
    taken: dict[str, Fact] = field(default_factory=dict)
    dropped: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, country: str | None, predicate: str, value: Value | None, unit: str = "", note: str = "") -> None:
        """Takes one fact about a `country` (alpha-2 or alpha-3), or drops it; an absent value is neither."""
        code = self.codes.country(country)
        if value is None or (isinstance(value, str) and not value.strip()):
            return
        if code is None:
            self.drop("entry", "not a country of ISO 3166-1", str(country))
            return
        if isinstance(value, str):
            value = squeezed(value)
        problem = problem_of(predicate, value)
        if problem:
            self.drop(predicate, problem, f"{code.lower()} {value!r}")
            return
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        fact = Fact(f"country/{code.lower()}", predicate, value, unit, squeezed(note)[:LONGEST_NOTE])
        self.taken.setdefault(f"{fact.subject} {predicate} {value!r}", fact)

    def add_neighbour(self, country: str | None, neighbour: str) -> None:
        """Takes `country` borders `neighbour`, both as codes."""
        code = self.codes.country(neighbour)
        if code is None:
            self.drop("neighbour", "not a country of ISO 3166-1", neighbour)
        else:
            self.add(country, "neighbour", {"ref": f"country/{code.lower()}"})

    def add_language(self, country: str | None, tag: str) -> None:
        """Takes a language given by its tag."""
        code = self.codes.language(tag)
        if code is None:
            self.drop("language", "not a language of ISO 639-3", tag)
        else:
            self.add(country, "language", code)

    def add_calling_code(self, country: str | None, written: object) -> None:
        """Takes a calling code however it is spaced: `33`, `+1-268` and `1 268` become `+33` and `+1268`."""
        digits = re.sub(r"[^\d]", "", str(written))
        if digits.strip("0"):
            self.add(country, "calling_code", f"+{digits}")

    def drop(self, predicate: str, reason: str, thing: str) -> None:
        """Counts something that was left out."""
        self.dropped[predicate, reason, thing] += 1

    def ordered(self) -> list[Fact]:
        """Every fact, by subject, predicate and value (numbers by size, then texts by code point)."""
        return sorted(self.taken.values(), key=_order)


def _order(fact: Fact) -> tuple[str, str, float, str]:
    size = float(fact.value) if isinstance(fact.value, int | float) else 0.0
    return fact.subject, fact.predicate, size, str(fact.value)


def squeezed(text: str) -> str:
    """Text in NFC, trimmed, with every run of white space as one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def problem_of(predicate: str, value: Value) -> str:
    """Why a value cannot be a fact of this predicate; empty if it can."""
    if isinstance(value, bool | dict):
        return ""
    if isinstance(value, str):
        shape = SHAPES.get(predicate)
        if not value.isprintable():
            return "has unprintable characters"
        return "does not have the form of its kind" if shape and not shape.fullmatch(value) else ""
    if not math.isfinite(value) or abs(value) > LARGEST_INTEGER:
        return "not a number JSON can carry"
    if value < 0 or (value == 0 and predicate in POSITIVE):
        return "zero or less, which stands for unknown"
    return ""
