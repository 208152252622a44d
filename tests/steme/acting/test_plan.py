from __future__ import annotations

import pytest

from repo_format.errors import Refused
from steme.acting.plan import plan
from tests.steme.acts.world import ALICE, BOB, World


def test_nothing_is_written_before_it_is_recorded(world: World) -> None:
    claim = world.claim(ALICE, 1)
    made = plan(world.repository, ALICE, lambda drafts: [drafts.retraction(claim)], reason="x", with_effect=True)
    assert made.effect is not None
    assert len(made.effect.aside) == 1
    assert world.sift()[1] == {}
    (one,) = made.record()
    assert world.sift()[1] == {"retracted": 1}
    assert world.seq(one.hex()) == 2


def test_the_same_target_twice_is_one_act(world: World) -> None:
    claim = world.claim(ALICE, 1)
    made = plan(world.repository, ALICE, lambda drafts: [drafts.retraction(claim), drafts.retraction(claim[:8])])
    assert len(made.record()) == 1


def test_a_dispute_says_that_it_is_one(world: World) -> None:
    claim = world.claim(ALICE, 1)
    with pytest.raises(Refused):
        plan(world.repository, BOB, lambda drafts: [drafts.retraction(claim)])
    made = plan(world.repository, BOB, lambda drafts: [drafts.retraction(claim)], dispute=True)
    assert "dispute" in made.remarks[0]
    made.record()
    assert world.sift() == ({1.0}, {}, 1)
    allowed = plan(world.repository, ALICE, lambda drafts: [drafts.retraction(claim)], dispute=True)
    assert allowed.remarks == []


def test_one_bad_target_and_nothing_is_planned(world: World) -> None:
    mine, theirs = world.claim(ALICE, 1), world.claim(BOB, 2)
    with pytest.raises(Refused, match=theirs[:12]):
        plan(world.repository, ALICE, lambda drafts: [drafts.retraction(mine), drafts.retraction(theirs)])
