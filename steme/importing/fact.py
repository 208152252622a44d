"""A fact: what one line may say of a claim before it has an author, and what is wrong with a line that says something
else.
"""

from __future__ import annotations

import msgspec

from repo_format.errors import InvalidInput, shown
from repo_format.payload import Number, Value


class Fact(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """The fields of a line as they were written; ``claim_maker`` gives them their meaning.

    ``tier`` may be a word, ``time`` a text, ``source`` a name. None means that the line left it to the defaults.
    """

    subject: str
    value: Value
    predicate: str | None = None
    unit: str | None = None
    confidence: Number | None = None
    tier: int | str | None = None
    lifecycle: str | None = None
    epoch: str | None = None
    source: str | None = None
    parent: str | None = None
    time: int | str | None = None
    note: str | None = None
    meta: dict[str, Number | str | bool] | None = None
    salt: str | None = None
    visual_hash: str | None = None


FIELDS = Fact.__struct_fields__
"""Their names, which are also the names of the columns of a CSV file."""

META = "meta."
"""Begins the name of a CSV column that is an entry of ``meta``."""

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_EXPECTED = {
    "value": 'a number, a text, true, false or {"ref": SUBJECT}',
    "confidence": "a number from 0 to 1",
    "tier": "a word such as clinical or a number from 0 to 5",
    "time": "a text in ISO 8601 or an integer of microseconds",
    "meta": "an object of texts, numbers and booleans",
}
_WORDS = {
    "str": "a text", "int": "a number", "float": "a fraction", "bool": "a boolean", "null": "null", "array": "a list",
    "object": "an object",
}  # fmt: skip


def problem_of(line: bytes, error: Exception) -> InvalidInput:
    """What is wrong with a line that could not be decoded; ``error`` is what the decoder raised."""
    if isinstance(error, UnicodeDecodeError) or "utf-8" in str(error) or line.startswith(_UTF16_MARKS):
        return InvalidInput("", _not_utf8(line))
    if isinstance(error, RecursionError):
        return InvalidInput("", "is nested too deeply")
    problem, _, path = str(error).partition(" - at `$")
    place = path.strip(".`")
    if problem.startswith("Object contains unknown field "):
        name = problem.removeprefix("Object contains unknown field ").strip("`")
        return InvalidInput(
            place, f"{shown(name)} is not a field of it" if place else f"{shown(name)} is not a field{_hint(name)}"
        )
    if problem.startswith("Object missing required field "):
        name = problem.removeprefix("Object missing required field ").strip("`")
        return InvalidInput(f"{place}.{name}" if place else name, "is missing")
    if problem.startswith("Expected ") and place:
        return InvalidInput(*_wrong_type(place, problem.rpartition("got ")[2].strip("`")))
    if problem.startswith("Expected "):
        return InvalidInput("", "is not a JSON object")
    return InvalidInput(place, _not_json(line, problem))


def _hint(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name[:100].lower(), FIELDS, n=1)
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(FIELDS)}"


def _wrong_type(place: str, got: str) -> tuple[str, str]:
    field = place.partition("[")[0].partition(".")[0]
    if place == "value.ref":
        return place, f"is {_WORDS.get(got, got)}, not a subject"
    return field, f"is or holds {_WORDS.get(got, got)}; it has to be {_EXPECTED.get(field, 'a text')}"


def _not_utf8(line: bytes) -> str:
    if line.startswith(_UTF16_MARKS):
        return "is not UTF-8 but looks like UTF-16; save the file as UTF-8"
    return "is not UTF-8"


def _not_json(line: bytes, problem: str) -> str:
    if any(word in line for word in (b"NaN", b"Infinity")):
        return "is not JSON, which has neither NaN nor Infinity"
    return f"is not JSON ({problem.removeprefix('JSON is malformed: ')})"
