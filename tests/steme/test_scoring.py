"""The formulas of docs/semantics/conflict.md against their definitions, and the examples worked there by hand."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_format.storage import tables
from steme import scoring
from tests.steme.candidates import candidate


def distance(left: tuple[int, int, float, int], right: tuple[int, int, float, int]) -> float:
    """The definition, pair by pair."""
    if left == right:
        return 0.0
    if left[0] == right[0] == tables.NUMBER and left[3] == right[3]:
        return min(1.0, abs(left[2] - right[2]) / max(abs(left[2]), abs(right[2])))
    return 1.0


def rao(sides: list[scoring.Side]) -> float:
    if len(sides) < 2:
        return 0.0
    total = sum(a.share * b.share * distance(a.value, b.value) for a in sides for b in sides)
    return total / (1 - 1 / len(sides))


numbers = st.one_of(st.floats(-1e6, 1e6), st.integers(-5, 5).map(float), st.sampled_from([0.0, 1e-300, 1e300]))
claims = st.lists(
    st.builds(
        candidate,
        seq=st.integers(1, 10**6),
        author=st.integers(1, 6),
        number=numbers,
        unit=st.integers(0, 2),
        kind=st.sampled_from([tables.NUMBER, tables.NUMBER, tables.TEXT, tables.BOOLEAN]),
        value=st.integers(1, 3),
        confidence=st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0])),
        time=st.integers(0, 5),
    ),
    max_size=30,
    unique_by=lambda found: found.seq,
)


@given(claims)
def test_the_conflict_score_is_raos_quadratic_entropy(found: list) -> None:
    sides = scoring.sides(found)
    assert scoring.conflict(sides) == pytest.approx(rao(sides), abs=1e-9)
    assert 0 <= scoring.conflict(sides) <= 1


@given(claims, st.integers())
def test_the_order_of_candidates_changes_no_bit(found: list, seed: int) -> None:
    shuffled = list(found)
    random.Random(seed).shuffle(shuffled)
    once, again = scoring.sides(found), scoring.sides(shuffled)
    assert [(s.value, s.share, s.support) for s in once] == [(s.value, s.share, s.support) for s in again]
    assert scoring.conflict(once) == scoring.conflict(again)


@given(claims)
def test_shares_sum_to_one_and_an_author_speaks_once_for_a_value(found: list) -> None:
    sides = scoring.sides(found)
    if sides:
        assert sum(side.share for side in sides) == pytest.approx(1)
    for side in sides:
        assert len({voice.author for voice in side.voices}) == len(side.voices)


def test_repeating_oneself_changes_nothing() -> None:
    once = [
        candidate(seq=1, author=1, number=5.0, confidence=0.6),
        candidate(seq=2, author=2, number=9.0, confidence=0.5),
    ]
    loud = once + [candidate(seq=10 + i, author=1, number=5.0, confidence=0.6) for i in range(1000)]
    assert scoring.conflict(scoring.sides(loud)) == scoring.conflict(scoring.sides(once))
    assert scoring.sides(loud)[0].support == scoring.sides(once)[0].support


def test_the_best_statement_of_an_author_is_the_voice() -> None:
    (side,) = scoring.sides([candidate(seq=1, confidence=0.2), candidate(seq=2, confidence=0.9)])
    assert side.support == pytest.approx(0.9)


def test_example_a_regulator_against_an_anecdote() -> None:
    # 0.002 at 0.95 against 0.12 at 0.7: shares 0.576 and 0.424, distance 0.983, score 0.960759
    sides = scoring.sides(
        [
            candidate(seq=1, author=1, number=0.002, confidence=0.95),
            candidate(seq=2, author=2, number=0.12, confidence=0.7),
        ]
    )
    assert scoring.conflict(sides) == pytest.approx(0.960759, abs=1e-6)
    assert scoring.status(sides, scoring.conflict(sides)) == "CONTESTED"


def test_example_two_census_figures() -> None:
    sides = scoring.sides(
        [
            candidate(seq=1, author=1, number=67.39e6, confidence=0.9),
            candidate(seq=2, author=2, number=67.41e6, confidence=0.9),
        ]
    )
    assert scoring.conflict(sides) == pytest.approx(0.0002967, abs=1e-6)
    assert scoring.status(sides, scoring.conflict(sides)) == "AGREED"


def test_two_equal_halves_that_share_nothing_are_one_bit_and_a_full_conflict() -> None:
    sides = scoring.sides(
        [
            candidate(seq=1, author=1, kind=tables.TEXT, value=1, confidence=0.5),
            candidate(seq=2, author=2, kind=tables.TEXT, value=2, confidence=0.5),
        ]
    )
    assert scoring.conflict(sides) == pytest.approx(1)
    assert scoring.entropy(sides) == pytest.approx(1)


def test_without_support_all_values_share_alike() -> None:
    sides = scoring.sides([candidate(seq=1, number=1.0, confidence=0.0), candidate(seq=2, number=2.0, confidence=0.0)])
    assert [side.share for side in sides] == [0.5, 0.5]


def test_nobody_and_one_voice() -> None:
    assert scoring.status([], scoring.conflict([])) == "EMPTY"
    sides = scoring.sides([candidate(seq=1)])
    assert (scoring.conflict(sides), scoring.entropy(sides)) == (0.0, 0.0)
    assert scoring.status(sides, 0.0) == "UNANIMOUS"


def test_example_two_voices_against_one() -> None:
    sides = scoring.sides(
        [
            candidate(seq=1, author=1, number=81.0, confidence=0.5),
            candidate(seq=2, author=2, number=81.0, confidence=0.5),
            candidate(seq=3, author=3, number=100.0, confidence=0.6),
        ]
    )
    assert [(round(side.support, 4), round(side.share, 4)) for side in sides] == [(0.75, 0.5556), (0.6, 0.4444)]
