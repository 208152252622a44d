"""Groups of near numbers: docs/semantics/tolerance.md, its example and its laws."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_format.errors import InvalidInput
from steme.tolerance import ROUNDING, groups, parse_tolerance

numbers = st.lists(
    st.one_of(st.integers(-120, 120), st.integers(900, 1100).map(lambda n: n / 10), st.floats(-1e9, 1e9)).map(float),
    max_size=30,
)
shares = st.sampled_from([0.0, 1e-9, 0.001, 0.01, 0.02, 0.1, 0.5, 0.9, 0.999])


@pytest.mark.parametrize(
    ("text", "share"),
    [("1%", 0.01), ("0.01", 0.01), ("0.5 %", 0.005), ("0", 0.0), ("0%", 0.0), (".5", 0.5), ("99%", 0.99)],
)  # fmt: skip
def test_what_people_type(text: str, share: float) -> None:
    assert parse_tolerance(text) == pytest.approx(share)


@pytest.mark.parametrize(
    "text", ["", "%", "1", "100%", "-1%", "nan", "inf", "1e400", "one", "1%%", "±0.5", "0,01", "1e-3x"]
)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="--tolerance"):
        parse_tolerance(text)


def test_the_example() -> None:
    said = [101.5, 100.0, 100.9, 100.0]
    assert groups(said, 0.01) == [[100.0, 100.9], [101.5]]
    assert groups(said, 0.02) == [[100.0, 100.9, 101.5]]
    assert groups(said, 0.0) == [[100.0], [100.9], [101.5]]


def test_no_chain() -> None:
    assert groups(map(float, range(100, 201)), 0.01)[0] == [100.0, 101.0]


def test_just_at_the_border() -> None:
    assert groups([3.663, 3.7], 0.01) == [[3.663, 3.7]]
    assert groups([99.0, 100.0], 0.01) == [[99.0, 100.0]]
    assert groups([98.9, 100.0], 0.01) == [[98.9], [100.0]]


def test_signs_and_zero() -> None:
    assert groups([0.0, 1e-300, -1.0, 1.0, -1.001], 0.5) == [[0.0], [-1.0, -1.001], [1e-300], [1.0]]


def near(one: float, other: float, tolerance: float) -> bool:
    return abs(one - other) <= (tolerance + 2 * ROUNDING) * max(abs(one), abs(other))


@given(numbers, shares)
def test_every_two_of_a_group_are_near(said: list[float], tolerance: float) -> None:
    made = groups(said, tolerance)
    assert sorted(number for group in made for number in group) == sorted(set(said))
    for group in made:
        assert all(near(one, other, tolerance) for one in group for other in group)


@given(numbers, shares)
def test_two_neighbours_could_not_be_one(said: list[float], tolerance: float) -> None:
    """A group and the first number of the next: so there are as many numbers as groups no two of which are near."""
    for before, after in pairwise(groups(said, tolerance)):
        if before[0] * after[0] > 0:
            assert not near(before[0], after[0], tolerance - 4 * ROUNDING)


@given(numbers, shares, st.randoms())
def test_order_does_not_matter(said: list[float], tolerance: float, random: object) -> None:
    mixed = list(said)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert groups(mixed, tolerance) == groups(said, tolerance)


@given(numbers, shares, shares)
def test_more_tolerance_never_makes_more_values(said: list[float], one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert len(groups(said, more)) <= len(groups(said, less))
