"""Dates of the proleptic Gregorian calendar as day numbers, without importing ``datetime``.

Day 0 is 1970-01-01. Not a calendar library: no weekdays, no zones, no leap seconds (UTC days have 86,400 seconds,
as in POSIX). Source: Howard Hinnant, *chrono-Compatible Low-Level Date Algorithms*, ``days_from_civil`` and
``civil_from_days``.
"""

SECOND = 1_000_000
"""The unit of all times is the microsecond."""

DAY = 86_400 * SECOND
"""Microseconds of a UTC day."""

_ERA_DAYS = 146_097
"""Days of 400 Gregorian years, after which the calendar repeats."""

_DAYS_BEFORE_1970 = 719_468
"""From 0000-03-01, where Hinnant's years begin, to 1970-01-01."""


def is_leap(year: int) -> bool:
    """Whether ``year`` has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """28 to 31; ``month`` is 1 to 12."""
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def days_from_civil(year: int, month: int, day: int) -> int:
    """The day number of a date that exists; nothing is checked here."""
    if month <= 2:
        year -= 1
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * _ERA_DAYS + day_of_era - _DAYS_BEFORE_1970


def civil_from_days(days: int) -> tuple[int, int, int]:
    """Year, month (1 to 12) and day (1 to 31) of a day number, which may be negative."""
    era, day_of_era = divmod(days + _DAYS_BEFORE_1970, _ERA_DAYS)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted + 2) // 5 + 1
    month = shifted + 3 if shifted < 10 else shifted - 9
    return era * 400 + year_of_era + (month <= 2), month, day
