from __future__ import annotations

import pytest

from repo_format import vocabulary
from repo_format.errors import InvalidInput


@pytest.mark.parametrize(("text", "number"), [("regulatory", 0), ("0", 0), ("Anecdotal", 5), (" expert ", 3), ("5", 5)])
def test_tier_number(text: str, number: int) -> None:
    assert vocabulary.tier_number(text) == number


@pytest.mark.parametrize("text", ["6", "-1", "", "00", "best", "\u0663", "1.0"])
def test_tier_number_refuses_and_lists_the_words(text: str) -> None:
    with pytest.raises(InvalidInput, match="regulatory, clinical") as caught:
        vocabulary.tier_number(text)
    assert caught.value.field == "tier"


def test_every_tier_has_a_weight_and_a_half_life() -> None:
    assert len(vocabulary.TIERS) == len(vocabulary.TIER_WEIGHTS) == len(vocabulary.HALF_LIFE_DAYS)
    assert sorted(vocabulary.TIER_WEIGHTS, reverse=True) == list(vocabulary.TIER_WEIGHTS)
    assert set(vocabulary.DEFAULT_TIER_OF_SCHEME.values()) == set(range(len(vocabulary.TIERS)))


def test_an_absent_lifecycle_is_the_first_stage() -> None:
    assert vocabulary.DEFAULT_LIFECYCLE == vocabulary.LIFECYCLES[0] == "proposed"
