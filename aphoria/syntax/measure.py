"""Numbers with their units, read from the text of code: ``30``, ``5 * time.Second``, ``Duration.ofMillis(500)``,
and the unit that a name ends with: ``timeout_ms``, ``maxBytes``.
"""

from __future__ import annotations

import re

from aphoria.pattern import later

_NUMBER = (
    rb"-?(?:0[xX][\da-fA-F_]+|\d[\d_]*+(?:\.\d[\d_]*+)?(?:[eE][-+]?\d+)?)(?:_?[iu](?:8|16|32|64|size)|_?f(?:32"
    rb"|64)|[lLfFdDn])?"
)
_GO_UNIT = rb"time\.(?:Nanosecond|Microsecond|Millisecond|Second|Minute|Hour)"
_FACTOR = rb"(?:" + _NUMBER + rb"|" + _GO_UNIT + rb")"
_PRODUCT = _FACTOR + rb"(?:[ \t]*(?:\*|<<|\*\*)[ \t]*" + _FACTOR + rb"){0,4}"
_MADE = (
    rb"(?:\w+(?:::|\.)){0,4}(?:of|from_|from)_?(?:[mM]illis|[sS]econds|[sS]ecs(?:_f64|_f32)?|[mM]ins|[mM]inutes|[hH]ours|[dD]ays)"
    rb"\([ \t]*" + _NUMBER + rb"[ \t]*\)"
    rb"|(?:\w+\.)?timedelta\((?:milliseconds|seconds|minutes|hours|days)[ \t]*=[ \t]*" + _NUMBER + rb"\)"
)
QUANTITY = rb"(?:" + _MADE + rb"|" + _PRODUCT + rb")"
"""A pattern of what ``quantity`` reads."""

_GO = {b"Nanosecond": 1e-9, b"Microsecond": 1e-6, b"Millisecond": 1e-3, b"Second": 1, b"Minute": 60, b"Hour": 3600}
_WORDS = {"milli": 0.001, "sec": 1, "min": 60, "hour": 3600, "day": 86400}
_PART = later(rb"(\*\*|\*|<<)?[ \t]*(" + _GO_UNIT + rb"|" + _NUMBER + rb")")
_MAKER = later(rb"(milli|sec|min|hour|day)\w*[ \t]*[(=][ \t]*(" + _NUMBER + rb")", re.IGNORECASE)
_SUFFIX = later(r"(?:_?[iu](?:8|16|32|64|size)|_?f(?:32|64)|[lLfFdDn])$")
_LARGEST = 2.0**53
_LONGEST = 60

_SPLIT = later(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_UNITS = {
    "ms": "ms", "msec": "ms", "msecs": "ms", "millis": "ms", "milliseconds": "ms", "s": "s", "sec": "s", "secs": "s",
    "seconds": "s", "second": "s", "minutes": "min", "mins": "min", "hours": "h", "days": "day", "us": "us",
    "micros": "us", "microseconds": "us", "ns": "ns", "nanos": "ns", "bytes": "byte", "kb": "kB", "kib": "KiB",
    "mb": "MB", "mib": "MiB", "gb": "GB", "gib": "GiB", "percent": "percent",
}  # fmt: skip
_SECONDS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "day": 86400.0}


def quantity(text: bytes) -> tuple[float, str] | None:
    """A number and its unit: ``s`` where a duration is written out, "" otherwise. None for what is no number."""
    if len(text) > 4 * _LONGEST:
        return None
    made = _MAKER.search(text)
    if made:
        number = _number(made[2])
        return None if number is None else (_tidy(number * _WORDS[made[1].decode().lower()]), "s")
    total, unit = 1.0, ""
    for part in _PART.finditer(text):
        if part[2].startswith(b"time."):
            total, unit = total * _GO[part[2][5:]], "s"
            continue
        number = _number(part[2])
        total = (
            total * number
            if number is not None and part[1] != b"<<" and part[1] != b"**"
            else _applied(total, part[1], number)
        )
        if abs(total) > _LARGEST:
            return None
    return _tidy(total), unit


def _applied(total: float, operator: bytes, number: float | None) -> float:
    if number is None or not 0 <= number <= 53:
        return float("inf")
    try:
        return float(total * 2.0**number if operator == b"<<" else total**number)
    except OverflowError:
        return float("inf")


def _number(raw: bytes) -> float | None:
    text = raw.decode("ascii", "replace").replace("_", "")
    text = text if text.lower().startswith(("0x", "-0x")) else _SUFFIX.sub("", text)
    if len(text) > _LONGEST:
        return None
    try:
        return int(text, 0)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return None


def _tidy(number: float) -> float:
    return int(number) if float(number).is_integer() else round(number, 9)


def snake(name: str) -> str:
    """A name in small letters with underscores: ``connectTimeoutMs`` is ``connect_timeout_ms``."""
    return _SPLIT.sub("_", name).replace("-", "_").lower().strip("_")


def unit_of(name: str) -> tuple[str, str]:
    """The name in snake case without the unit that it ends with, and the unit, "" for none."""
    words = snake(name).split("_")
    unit = _UNITS.get(words[-1], "") if len(words) > 1 else ""
    return ("_".join(words[:-1]) if unit else "_".join(words)), unit


def in_seconds(number: float, unit: str) -> float | None:
    """A duration in seconds; None for a unit that is none of time."""
    return _tidy(number * _SECONDS[unit]) if unit in _SECONDS else None
