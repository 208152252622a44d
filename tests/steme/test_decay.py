from __future__ import annotations

import pytest

from repo_format.errors import InvalidInput
from steme.decay import DAY, Decay, parse_half_life
from tests.steme.candidates import candidate


def test_example_an_observation_halves_in_a_year_and_a_regulator_never() -> None:
    claims = [candidate(seq=1, confidence=0.8, tier=2, time=0), candidate(seq=2, confidence=0.8, tier=0, time=0)]
    one, other = Decay().applied(claims, 365 * DAY)
    assert (one.confidence, other.confidence) == (pytest.approx(0.4), 0.8)
    assert Decay().applied(claims, 730 * DAY)[0].confidence == pytest.approx(0.2)
    assert (one.id, one.time, one.value_key) == (claims[0].id, 0, claims[0].value_key)


def test_one_half_life_for_all() -> None:
    (one,) = Decay(10).applied([candidate(confidence=0.8, tier=0, time=0)], 10 * DAY)
    assert one.confidence == pytest.approx(0.4)


def test_what_is_dated_later_has_not_aged() -> None:
    (one,) = Decay(10).applied([candidate(confidence=0.8, time=5 * DAY)], 0)
    assert one.confidence == 0.8


@pytest.mark.parametrize(("text", "days"), [("180d", 180), ("26w", 182), ("2y", 730.5), ("30", 30), ("0.5d", 0.5)])
def test_half_lives_as_typed(text: str, days: float) -> None:
    assert parse_half_life(text) == days


@pytest.mark.parametrize("text", ["", "d", "-3d", "0", "soon", "1e999", "3h"])
def test_other_words_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="half-life"):
        parse_half_life(text)
