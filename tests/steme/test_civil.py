from __future__ import annotations

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from steme.civil import civil_from_days, days_from_civil, days_in_month

EPOCH = datetime.date(1970, 1, 1).toordinal()


@settings(max_examples=300)
@given(st.dates())
def test_agrees_with_datetime_on_every_date(date: datetime.date) -> None:
    days = date.toordinal() - EPOCH
    assert days_from_civil(date.year, date.month, date.day) == days
    assert civil_from_days(days) == (date.year, date.month, date.day)


def test_the_days_around_every_turn_of_a_century() -> None:
    for year in range(100, 10_000, 100):
        for date in (datetime.date(year, 2, 28), datetime.date(year, 3, 1), datetime.date(year - 1, 12, 31)):
            assert civil_from_days(date.toordinal() - EPOCH) == (date.year, date.month, date.day)


def test_known_answers() -> None:
    assert days_from_civil(1970, 1, 1) == 0
    assert days_from_civil(2000, 3, 1) == 11_017
    assert civil_from_days(-1) == (1969, 12, 31)


def test_lengths_of_months() -> None:
    assert [days_in_month(2023, month) for month in range(1, 13)] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert [days_in_month(year, 2) for year in (1900, 2000, 2023, 2024)] == [28, 29, 28, 29]
