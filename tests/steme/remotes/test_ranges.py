from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steme.remotes.ranges import Ranges

NUMBERS = st.sets(st.integers(1, 60))
RUNS = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 60)), max_size=8)


def as_set(runs: list[tuple[int, int]]) -> set[int]:
    return {number for first, last in runs for number in range(first, last + 1)}


@given(RUNS)
def test_runs_are_merged(runs: list[tuple[int, int]]) -> None:
    found = Ranges(runs)
    assert list(found) == sorted(as_set(runs))
    assert len(found) == len(as_set(runs))
    assert all(end + 1 < begin for (_, end), (begin, _) in zip(found.runs, found.runs[1:], strict=False))


@given(NUMBERS, NUMBERS)
def test_behaves_as_a_set(one: set[int], other: set[int]) -> None:
    found = Ranges.of(one)
    assert found == Ranges.of(sorted(one, reverse=True))
    assert list(found | Ranges.of(other)) == sorted(one | other)
    assert [number for number in range(70) if number in found] == sorted(one)
    assert found.last == max(one, default=0)


@given(NUMBERS, st.integers(0, 70))
def test_missing_is_the_complement(numbers: set[int], last: int) -> None:
    assert list(Ranges.of(numbers).missing(last)) == [n for n in range(1, last + 1) if n not in numbers]


@pytest.mark.parametrize(("last", "runs"), [(0, ()), (1, ((1, 1),)), (9, ((1, 9),))])
def test_upto(last: int, runs: tuple[tuple[int, int], ...]) -> None:
    assert Ranges.upto(last).runs == runs
