"""Dates and date-times of ISO 8601, extended format, as microseconds UTC: RFC 3339 and a little more.

Accepted: ``2023``, ``2023-05``, ``2023-05-31`` (each its first instant) and a date followed by ``T`` or a space,
``HH:MM[:SS[.ffffff]]`` and nothing, ``Z``, ``+HH``, ``+HHMM`` or ``+HH:MM``. No week dates, ordinal dates, 24:00 or
leap seconds.
"""

from __future__ import annotations

from steme.civil import DAY, SECOND, days_from_civil, days_in_month


class NotATime(ValueError):
    """The text is no time; the message, which may be empty, says in words for a person why not."""


def parse_iso(text: str) -> int:
    """Microseconds UTC since 1970 of ``text``, which must be ASCII; without an offset the time is UTC.

    Raises NotATime. The year 0 and offsets at either end may lead outside ``limits.MIN_TIME..MAX_TIME``: the caller
    checks.
    """
    start = _date(text[:10])
    if len(text) <= 10:
        return start
    if text[7] != "-" or text[10] not in "Tt ":
        raise NotATime
    clock, offset = _split_offset(text[11:])
    return start + _clock(clock) - offset


def _date(text: str) -> int:
    parts = text.split("-")
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]):
        raise NotATime
    year, month, day = ([_number(part) for part in parts] + [1, 1])[:3]
    if not 1 <= month <= 12:
        raise NotATime("there is no such month")
    if not 1 <= day <= days_in_month(year, month):
        raise NotATime("the month has no such day")
    return days_from_civil(year, month, day) * DAY


def _split_offset(text: str) -> tuple[str, int]:
    if text[-1:] in ("Z", "z"):
        return text[:-1], 0
    for sign, direction in (("+", 1), ("-", -1)):
        clock, found, offset = text.partition(sign)
        if found:
            return clock, direction * _offset(offset)
    return text, 0


def _offset(text: str) -> int:
    digits = text[:2] + text[3:] if len(text) == 5 and text[2] == ":" else text
    if len(digits) not in (2, 4):
        raise NotATime("an offset is written +02:00")
    hours, minutes = _number(digits[:2]), _number(digits[2:] or "00")
    if hours > 23 or minutes > 59:
        raise NotATime("an offset goes up to 23:59")
    return (hours * 3600 + minutes * 60) * SECOND


def _clock(text: str) -> int:
    whole, dot, fraction = text.partition(".")
    parts = whole.split(":")
    if [len(part) for part in parts] not in ([2, 2], [2, 2, 2]) or (dot and len(parts) == 2):
        raise NotATime
    hours, minutes, seconds = ([_number(part) for part in parts] + [0])[:3]
    if hours > 23 or minutes > 59 or seconds > 59:
        raise NotATime("the clock goes from 00:00:00 to 23:59:59")
    if dot and not 1 <= len(fraction) <= 6:
        raise NotATime("a fraction has one to six digits")
    return (hours * 3600 + minutes * 60 + seconds) * SECOND + (_number(fraction.ljust(6, "0")) if dot else 0)


def _number(text: str) -> int:
    if not text.isdigit():
        raise NotATime
    return int(text)
