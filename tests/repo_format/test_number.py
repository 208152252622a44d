from __future__ import annotations

import json
import math
from pathlib import Path
from struct import unpack

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from repo_format import number
from repo_format.errors import InvalidInput
from repo_format.limits import MAX_TIME, MIN_TIME

DOUBLES = json.loads((Path(__file__).parents[1] / "vectors" / "numbers" / "doubles.json").read_text())


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(1e21)
@example(-0.0)
@example(5e-324)
@example(9.999999999999999e20)
@example(9.999999999999999e-7)
def test_text_of_a_double_is_that_of_rfc_8785(double: float) -> None:
    text = number.number_text(double)
    assert text.encode() == rfc8785.dumps(double)
    assert float(text) == double


@given(st.integers(-(2**53), 2**53))
def test_text_of_an_integer_is_that_of_the_equal_double(integer: int) -> None:
    assert number.number_text(integer) == number.number_text(float(integer)) == str(integer)


@pytest.mark.parametrize("vector", DOUBLES, ids=lambda vector: vector["text"])
def test_vectors(vector: dict[str, str]) -> None:
    assert number.number_text(unpack(">d", bytes.fromhex(vector["bits"]))[0]) == vector["text"]


@pytest.mark.parametrize(
    ("double", "text"),
    [
        (1e20, "100000000000000000000"), (1e21, "1e+21"), (1e-6, "0.000001"), (1e-7, "1e-7"), (1.5e300, "1.5e+300"),
        (12345678901234567890.0, "12345678901234567000"), (-0.0, "0"), (100.0, "100"), (4.35, "4.35"),
        (5e-324, "5e-324"),
    ],
)  # fmt: skip
def test_known_texts(double: float, text: str) -> None:
    assert number.number_text(double) == text


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 2**53 + 1, -(2**53) - 1, True, "1", None])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(InvalidInput):
        number.number_text(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [0, 1, 0.0, 1.0, 0.5])
def test_between_includes_both_ends(value: float) -> None:
    number.check_number_between(value, "confidence", 0, 1)


@pytest.mark.parametrize("value", [-5e-324, 1.0000000000000002, 2, math.nan, True])
def test_between_refuses(value: float) -> None:
    with pytest.raises(InvalidInput) as caught:
        number.check_number_between(value, "confidence", 0, 1)
    assert caught.value.field == "confidence"


@pytest.mark.parametrize("time", [0, -1, MIN_TIME, MAX_TIME])
def test_times_that_are_accepted(time: int) -> None:
    number.check_time(time)


@pytest.mark.parametrize("time", [MIN_TIME - 1, MAX_TIME + 1, 1.0, True, "0", None])
def test_times_that_are_refused(time: object) -> None:
    with pytest.raises(InvalidInput):
        number.check_time(time)


def test_a_time_is_exact_as_a_double() -> None:
    assert float(MAX_TIME) == MAX_TIME <= 2**53
    assert float(MIN_TIME) == MIN_TIME >= -(2**53)


@pytest.mark.parametrize("tier", [-1, 6, 1.0, True, "1", None])
def test_tiers_that_are_refused(tier: object) -> None:
    with pytest.raises(InvalidInput):
        number.check_tier(tier)


@pytest.mark.parametrize("flag", [0, 1, None, "true"])
def test_flags_that_are_refused(flag: object) -> None:
    with pytest.raises(InvalidInput):
        number.check_flag(flag, "correct")
