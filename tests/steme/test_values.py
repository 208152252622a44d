from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_format.errors import InvalidInput
from repo_format.payload import Reference
from steme.values import parse_value


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("81", 81),
        ("-81", -81),
        ("+3", 3),
        ("0.5", 0.5),
        (".5", 0.5),
        ("6.02214076e23", 6.02214076e23),
        ("1E3", 1000.0),
        ("true", True),
        ("false", False),
        ('"81"', "81"),
        ('"true"', "true"),
        ('""', ""),
        ("ref:country/de", Reference("country/de")),
        ("007", "007"),
        ("+49", 49),
        ("1,000", "1,000"),
        ("5.", "5."),
        ("e5", "e5"),
        ("1e", "1e"),
        ("1e+", "1e+"),
        ("--5", "--5"),
        ("True", "True"),
        ("٣", "٣"),
        ("1_000", "1_000"),
        ("nan", "nan"),
        ("inf", "inf"),
        ("", ""),
        ('"', '"'),
    ],
)
def test_a_value_is_read_as_it_is_written(typed: str, meant: object) -> None:
    read = parse_value(typed)
    assert read == meant
    assert type(read) is type(meant)


@pytest.mark.parametrize("typed", ["81", "true", '"x"', "ref:a/b"])
def test_forced_text_is_taken_as_it_stands(typed: str) -> None:
    assert parse_value(typed, force_text=True) == typed


@pytest.mark.parametrize(("typed", "said"), [("1e400", "larger"), ("9" * 21, "digits"), ("-1e999", "larger")])
def test_a_number_that_cannot_be_kept_is_refused(typed: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        parse_value(typed)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_double_comes_back(number: float) -> None:
    assert parse_value(repr(number)) == number


@given(st.text())
def test_every_text_is_a_value_or_a_refusal_of_the_value(text: str) -> None:
    with suppress(InvalidInput):
        assert type(parse_value(text)) in (int, float, str, bool, Reference)
