"""Times as people write them, as integer microseconds UTC since 1970, and back.

Not the place for zones or locales: a time without an offset means UTC, and every time shown is UTC. Nothing here
imports ``datetime`` or ``re``, because ``steme assert`` passes through it.
"""

from __future__ import annotations

import time

from repo_format.errors import InvalidInput, shown
from repo_format.limits import MAX_TIME, MIN_TIME
from steme.civil import DAY, SECOND, civil_from_days, days_from_civil, days_in_month
from steme.iso8601 import NotATime, parse_iso

_LENGTHS = {"s": SECOND, "m": 60 * SECOND, "h": 3600 * SECOND, "d": DAY, "w": 7 * DAY}
_MONTHS = {"mo": 1, "y": 12}
_WORDS = {"second": "s", "sec": "s", "minute": "m", "min": "m", "hour": "h", "day": "d", "week": "w"}
_WORDS |= {"month": "mo", "year": "y"}
_FORMS = "write 2023, 2023-05, 2023-05-31, 2023-05-31T12:00:00Z, now, yesterday, 3d or '2 weeks ago'"


def now() -> int:
    """The system's clock in microseconds UTC since 1970."""
    return time.time_ns() // 1000


def parse_time(text: str, now: int | None = None, *, field: str = "time") -> int:
    """Microseconds UTC since 1970 of a time as people write it.

    ISO 8601 dates and date-times (``T`` or a space, optional seconds, up to six digits of fraction, ``Z`` or an
    offset; **without an offset the time is UTC**); a year or year-month, which means its first instant; ``now``,
    ``today``, ``yesterday`` (midnight UTC); an age such as ``90m``, ``3d``, ``2w``, ``1 year ago`` (s, m, h, d, w,
    mo, y; months and years keep the day of the month or take the last there is); an integer of 15 or more digits,
    which is microseconds.

    Ages count back from ``now``, by default the system's clock. Raises InvalidInput, naming ``field``, for anything
    else and for what lies outside ``limits.MIN_TIME..MAX_TIME``.
    """
    try:
        moment = _moment(text.strip(), now)
    except NotATime as problem:
        reason = f" ({problem})" if str(problem) else ""
        raise InvalidInput(field, f"{shown(text)} is not a time{reason}; {_FORMS}") from None
    if not MIN_TIME <= moment <= MAX_TIME:
        raise InvalidInput(field, f"{shown(text)} is not between {format_time(MIN_TIME)} and {format_time(MAX_TIME)}")
    return moment


def parse_age(text: str, *, field: str = "age") -> int:
    """Microseconds of an age as people write it: ``0``, ``90s``, ``5m``, ``2h``, ``3d`` or ``1 week``.

    Raises InvalidInput, naming ``field``, for anything else.
    """
    try:
        amount, unit = (0, "s") if text.strip() == "0" else _age(text.strip().lower())
        return amount * _LENGTHS[unit]
    except (NotATime, KeyError):
        raise InvalidInput(field, f"{shown(text)} is not an age; write 90s, 5m, 2h, 3d, 1w or 0") from None


def format_time(moment: int) -> str:
    """ISO 8601 in UTC, such as ``2026-11-20T15:08:00Z``, with six digits of fraction only where it is not zero.

    Raises InvalidInput outside ``limits.MIN_TIME..MAX_TIME``. ``parse_time`` reads the text back to the same number.
    """
    if not MIN_TIME <= moment <= MAX_TIME:
        raise InvalidInput("time", f"{moment} microseconds is not between {MIN_TIME} and {MAX_TIME}")
    days, rest = divmod(moment, DAY)
    seconds, fraction = divmod(rest, SECOND)
    year, month, day = civil_from_days(days)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    tail = f".{fraction:06}Z" if fraction else "Z"
    return f"{year:04}-{month:02}-{day:02}T{clock}{tail}"


def _moment(text: str, present: int | None) -> int:
    if not text.isascii():
        raise NotATime
    digits = text.removeprefix("-")
    if digits.isdigit() and 15 <= len(digits) <= 18:
        return int(text)
    if len(text) >= 4 and text[:4].isdigit() and text[4:5] in ("", "-"):
        return parse_iso(text)
    return _relative(text.lower(), now() if present is None else present)


def _relative(text: str, present: int) -> int:
    midnight = present - present % DAY
    words = {"now": present, "today": midnight, "yesterday": midnight - DAY}
    if text in words:
        return words[text]
    amount, unit = _age(text.removesuffix(" ago").rstrip())
    if unit in _MONTHS:
        return _months_before(present, amount * _MONTHS[unit])
    return present - amount * _LENGTHS[unit]


def _age(text: str) -> tuple[int, str]:
    unit = text.lstrip("0123456789")
    amount = text[: len(text) - len(unit)]
    word = unit.strip()
    word = _WORDS.get(word.removesuffix("s") if len(word) > 1 else word, word)
    if not 1 <= len(amount) <= 9 or (word not in _LENGTHS and word not in _MONTHS):
        raise NotATime
    return int(amount), word


def _months_before(moment: int, months: int) -> int:
    days, rest = divmod(moment, DAY)
    year, month, day = civil_from_days(days)
    year, month = divmod(year * 12 + month - 1 - months, 12)
    return days_from_civil(year, month + 1, min(day, days_in_month(year, month + 1))) * DAY + rest
