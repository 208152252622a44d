from __future__ import annotations

import datetime
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format.errors import InvalidInput
from repo_format.limits import MAX_TIME, MIN_TIME
from steme.times import format_time, now, parse_age, parse_time

NOON = parse_time("2024-02-29T12:00:00Z")
MOMENTS = st.integers(MIN_TIME, MAX_TIME)


def moment(text: str) -> int:
    """The same by way of datetime."""
    elapsed = datetime.datetime.fromisoformat(text) - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return elapsed // datetime.timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", "2024-02-29T12:00:00Z"),
        ("Today", "2024-02-29T00:00:00Z"),
        ("yesterday", "2024-02-28T00:00:00Z"),
        ("30s", "2024-02-29T11:59:30Z"),
        ("90m", "2024-02-29T10:30:00Z"),
        ("5 min ago", "2024-02-29T11:55:00Z"),
        ("36h", "2024-02-28T00:00:00Z"),
        ("3d", "2024-02-26T12:00:00Z"),
        ("3d ago", "2024-02-26T12:00:00Z"),
        ("2 days ago", "2024-02-27T12:00:00Z"),
        ("1 day", "2024-02-28T12:00:00Z"),
        ("2w", "2024-02-15T12:00:00Z"),
        ("1 month ago", "2024-01-29T12:00:00Z"),
        ("3mo", "2023-11-29T12:00:00Z"),
        ("12 months ago", "2023-02-28T12:00:00Z"),
        ("1 year ago", "2023-02-28T12:00:00Z"),
        ("4y", "2020-02-29T12:00:00Z"),
        (" 2023 ", "2023-01-01T00:00:00Z"),
        ("2023-05", "2023-05-01T00:00:00Z"),
        ("2023-05-31T12:00:00+02:00", "2023-05-31T10:00:00Z"),
    ],
)
def test_forms(text: str, expected: str) -> None:
    assert parse_time(text, NOON) == moment(expected)


def test_long_integers_are_microseconds() -> None:
    assert parse_time("1795187280000000") == 1_795_187_280_000_000
    assert parse_time("-100000000000000") == -100_000_000_000_000
    assert parse_time(str(MIN_TIME)) == MIN_TIME
    assert parse_time(str(MAX_TIME)) == MAX_TIME


def test_ages_count_from_the_clock_by_default() -> None:
    before = time.time_ns() // 1000
    assert before <= now() <= parse_time("0s") <= time.time_ns() // 1000


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "20230501", "17951872800000", "3", "3 fortnights", "d", "-3d", "3.5d", "1000000000d", "3dd"],
)
@pytest.mark.parametrize("around", ["", " "])
def test_refuses_what_is_no_time(text: str, around: str) -> None:
    with pytest.raises(InvalidInput, match="is not a time"):
        parse_time(around + text + around, NOON)


@pytest.mark.parametrize("text", ["ago", "3 ago", "\u0663d", "2023-02-30", "\x1b[31m", "sssssssss", "1 s s", "1\x00d"])
def test_the_field_is_named_and_the_text_harmless(text: str) -> None:
    with pytest.raises(InvalidInput, match="is not a time") as caught:
        parse_time(text, NOON, field="--as-of")
    assert caught.value.field == "--as-of"
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "text",
    ["0000", "1684-07-28T00:12:25.259007Z", "2255-06-05T23:47:34.740993Z", "3000y", "9007199254740993", "999999999w"],
)
def test_refuses_what_lies_out_of_range(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"is not between 1684-07-28T00:12:25\.259008Z and 2255"):
        parse_time(text, NOON)


def test_the_ends_of_the_range() -> None:
    assert parse_time("1684-07-28T00:12:25.259008Z") == MIN_TIME
    assert parse_time("2255-06-05T23:47:34.740992Z") == MAX_TIME
    for beyond in (MIN_TIME - 1, MAX_TIME + 1):
        with pytest.raises(InvalidInput, match="is not between"):
            format_time(beyond)


def test_format_known_answers() -> None:
    assert format_time(1_795_187_280_000_000) == "2026-11-20T15:08:00Z"
    assert format_time(-1) == "1969-12-31T23:59:59.999999Z"
    assert format_time(10) == "1970-01-01T00:00:00.000010Z"


@settings(max_examples=300)
@given(MOMENTS)
def test_formats_as_datetime_does_and_reads_back(us: int) -> None:
    expected = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=us)
    assert format_time(us) == expected.isoformat() + "Z"
    assert parse_time(format_time(us)) == us


@settings(max_examples=300)
@given(st.text(alphabet="0123456789-+:.TZ dwmyago", max_size=25))
def test_any_text_is_a_time_or_refused_in_words(text: str) -> None:
    with suppress(InvalidInput):
        assert MIN_TIME <= parse_time(text, NOON) <= MAX_TIME


def test_imports_nothing_slow() -> None:
    script = "import sys; before = set(sys.modules); import steme.times; print(*sorted(set(sys.modules) - before))"
    run = subprocess.run([sys.executable, "-S", "-c", script], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert not {"re", "datetime", "typing", "enum", "dataclasses"} & loaded
    assert "steme.times" in loaded


@pytest.mark.parametrize(
    ("text", "seconds"), [("0", 0), ("90s", 90), ("5m", 300), (" 2H ", 7200), ("3d", 259_200), ("1 week", 604_800)]
)
def test_ages(text: str, seconds: int) -> None:
    assert parse_age(text) == seconds * 1_000_000


@pytest.mark.parametrize("text", ["", "5", "m", "5x", "-5m", "1mo", "2y", "1.5h", "5m ago", "00"])
def test_what_is_no_age(text: str) -> None:
    with pytest.raises(InvalidInput, match="is not an age; write 90s"):
        parse_age(text, field="--max-stale")
