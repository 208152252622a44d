"""Times as people read them: to the minute in a list, with their age where there is room."""

from __future__ import annotations

from steme.times import format_time, now

_STEPS = (("minute", 60), ("hour", 60), ("day", 24), ("week", 7))
_DAYS_OF_A_MONTH, _DAYS_OF_A_YEAR = 30.44, 365.25
_WEEKS = 8
"""From so many weeks on, months are meant."""


def minute(moment: int) -> str:
    """A time in microseconds as ``2026-01-01 00:05``, in UTC."""
    return format_time(moment)[:16].replace("T", " ")


def with_age(moment: int) -> str:
    """The exact time and how long ago that is: ``2026-01-01T00:05:00Z (10 months ago)``."""
    return f"{format_time(moment)} ({age(now() - moment)})"


def age(microseconds: int) -> str:
    """A time before now in words, rounded down: ``just now``, ``3 hours ago``; below zero ``in the future``."""
    if microseconds < 0:
        return "in the future"
    amount, unit = microseconds // 1_000_000, "second"
    days = amount // 86_400
    if days >= _DAYS_OF_A_YEAR:
        return _some(int(days / _DAYS_OF_A_YEAR), "year")
    if days >= _WEEKS * 7:
        return _some(int(days / _DAYS_OF_A_MONTH), "month")
    for larger, size in _STEPS:
        if amount < 2 * size and larger != "minute":
            break
        if amount < size:
            return "just now"
        amount, unit = amount // size, larger
    return _some(amount, unit)


def _some(amount: int, unit: str) -> str:
    return f"{amount} {unit}{'' if amount == 1 else 's'} ago"
