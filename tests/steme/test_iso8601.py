from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steme.iso8601 import NotATime, parse_iso

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
OFFSETS = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda m: datetime.timezone(datetime.timedelta(minutes=m)))


def microseconds(moment: datetime.datetime) -> int:
    return (moment - EPOCH) // datetime.timedelta(microseconds=1)


@settings(max_examples=300)
@given(st.datetimes(timezones=OFFSETS), st.sampled_from("T "))
def test_agrees_with_datetime(moment: datetime.datetime, separator: str) -> None:
    assert parse_iso(moment.isoformat(separator)) == microseconds(moment)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2023", "2023-01-01T00:00:00Z"),
        ("2023-05", "2023-05-01T00:00:00Z"),
        ("2023-05-31", "2023-05-31T00:00:00Z"),
        ("2023-05-31T12:30", "2023-05-31T12:30:00Z"),
        ("2023-05-31 12:30:01", "2023-05-31T12:30:01Z"),
        ("2023-05-31t12:30:01z", "2023-05-31T12:30:01Z"),
        ("2023-05-31T12:30:01.5", "2023-05-31T12:30:01.500000Z"),
        ("2023-05-31T12:30:01.000001Z", "2023-05-31T12:30:01.000001+00:00"),
        ("2023-05-31T12:30+02", "2023-05-31T10:30:00Z"),
        ("2023-05-31T12:30+0200", "2023-05-31T10:30:00Z"),
        ("2023-05-31T12:30-02:30", "2023-05-31T15:00:00Z"),
    ],
)
def test_forms_of_the_same_moment(text: str, same: str) -> None:
    assert parse_iso(text) == microseconds(datetime.datetime.fromisoformat(same))


def test_known_answer() -> None:
    assert parse_iso("2026-11-20T15:08:00Z") == 1_795_187_280_000_000


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", ""),
        ("23", ""),
        ("2023-5-01", ""),
        ("20230501", ""),
        ("2023-", ""),
        ("2023-W05-1", ""),
        ("2023-13", "no such month"),
        ("2023-00-01", "no such month"),
        ("2023-02-29", "no such day"),
        ("2023-01-00", "no such day"),
        ("2023-05-31X12:00", ""),
        ("2023-05-31T", ""),
        ("2023-05-31T12", ""),
        ("2023-05-31T12:00:0", ""),
        ("2023-05-31T12:00.5", ""),
        ("2023-05-31T24:00", "clock"),
        ("2023-05-31T12:60", "clock"),
        ("2023-12-31T23:59:60Z", "clock"),
        ("2023-05-31T12:00:00.", "one to six digits"),
        ("2023-05-31T12:00:00.1234567", "one to six digits"),
        ("2023-05-31T12:00:00.+5Z", ""),
        ("2023-05-31T12:00+24:00", "23:59"),
        ("2023-05-31T12:00+02:60", "23:59"),
        ("2023-05-31T12:00+2", "+02:00"),
        ("2023-05-31T12:00+02:", "+02:00"),
        ("2023-05-31T12:00ZZ", ""),
        ("2023-05-31T12:00Z+01", ""),
        ("2023-05-+1", ""),
        ("2023-05-31T12:00:00,5Z", ""),
    ],
)
def test_refuses(text: str, reason: str) -> None:
    with pytest.raises(NotATime) as caught:
        parse_iso(text)
    assert str(caught.value) == "" if not reason else reason in str(caught.value)
