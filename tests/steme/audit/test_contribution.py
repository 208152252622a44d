from __future__ import annotations

import pytest

from steme.audit.contribution import contributions
from steme.query import Question
from tests.steme.audit.world import ALICE, BOB, CAROL, Audited


def weights(world: Audited, lens: str = "recency") -> dict[str, float]:
    answer = world.repository.ask(Question("s", "p", lens))
    return {one.hex(): weight for one, weight in contributions(answer).items()}


def test_the_example_of_the_documentation(world: Audited) -> None:
    """Two voices of 0.6 and 0.4 for 81, one of 0.5 for 100; alice repeats herself with less confidence."""
    one = world.claim(ALICE, 81, confidence=0.6)
    again = world.claim(ALICE, 81, confidence=0.3)
    two = world.claim(BOB, 81, confidence=0.4)
    other = world.claim(CAROL, 100, confidence=0.5)
    found = weights(world)
    share = 0.76 / (0.76 + 0.5)
    assert found == pytest.approx({one: share * 0.6, again: 0, two: share * 0.4, other: 1 - share})
    assert round(found[one], 4) == 0.3619
    assert round(found[two], 4) == 0.2413
    assert round(found[other], 4) == 0.3968


def test_they_sum_up_to_one_whatever_the_lens(world: Audited) -> None:
    for number, key in enumerate((ALICE, BOB, CAROL)):
        world.claim(key, number % 2, confidence=0.2 + number / 5, tier=number)
    for lens in ("recency", "consensus", "authority", "layered", "skeptic", "votes", "epoch"):
        assert sum(weights(world, lens).values()) == pytest.approx(1)


def test_without_any_confidence_all_voices_weigh_alike(world: Audited) -> None:
    ids = [world.claim(ALICE, 1, confidence=0), world.claim(BOB, 1, confidence=0), world.claim(CAROL, 2, confidence=0)]
    assert weights(world) == dict(zip(ids, (0.25, 0.25, 0.5), strict=True))


def test_what_the_lens_leaves_out_weighs_nothing(world: Audited) -> None:
    world.epoch(ALICE, "new", supersedes="old")
    old = world.claim(ALICE, 1, epoch="old")
    new = world.claim(ALICE, 2, epoch="new")
    assert weights(world, "epoch:recency") == {old: 0.0, new: 1.0}
    assert weights(world, "recency")[old] == 0.5


def test_nobody_claims_anything(world: Audited) -> None:
    assert weights(world) == {}
