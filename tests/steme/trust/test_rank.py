from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steme.trust.rank import DEFAULT, combined, drifted, ranked, stepped
from tests.steme.trust.people import day

ranks = st.floats(0, 1)
outcomes = st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=30).map(
    lambda found: [(day(number), correct) for number, correct in sorted(found)]
)


def test_a_rank_steps_up_and_down_within_its_ends() -> None:
    assert [stepped(0.5, True), stepped(0.5, False)] == pytest.approx([0.55, 0.4])
    assert [stepped(0.98, True), stepped(0.04, False)] == [1.0, 0.0]


@pytest.mark.parametrize(("days", "rank"), [(0, 0.9), (30, 0.7), (60, 0.6), (-30, 0.9)])
def test_a_rank_drifts_half_way_in_thirty_days(days: int, rank: float) -> None:
    assert drifted(0.9, day(days) - day(0)) == pytest.approx(rank)


def test_it_drifts_to_each_outcome_and_then_steps() -> None:
    found = [(day(0), True), (day(30), False)]
    assert ranked(found, day(30)) == pytest.approx(0.425)
    assert ranked(found, day(60)) == pytest.approx(0.4625)
    assert ranked([], day(60)) == DEFAULT


def test_the_order_of_two_steps_at_one_time_matters_only_at_the_ends() -> None:
    up_first = [(day(0), True)] * 11 + [(day(0), False)]
    assert ranked(up_first, day(0)) == pytest.approx(0.9)
    assert ranked([up_first[-1], *up_first[:-1]], day(0)) == pytest.approx(0.95)


@given(outcomes, st.integers(0, 1000))
def test_a_rank_stays_in_its_range_and_returns_to_the_default(found: list[tuple[int, bool]], after: int) -> None:
    rank = ranked(found, day(400 + after))
    assert 0 <= rank <= 1
    assert abs(rank - DEFAULT) <= 0.5 * 2 ** (-after / 30) + 1e-12


@given(ranks, ranks)
def test_a_chain_only_lifts(rank: float, vouched: float) -> None:
    assert rank <= combined(rank, vouched) <= 1
    assert combined(rank, vouched) >= vouched - 1e-15
    assert combined(rank, 0.0) == rank
    assert combined(rank, 1.0) == pytest.approx(1.0)
