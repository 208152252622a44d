from __future__ import annotations

from collections.abc import Callable

import pytest

from repo_format.errors import Refused
from repo_format.payload import Payload
from steme.acting.drafts import Drafts
from steme.acting.permission import Permission
from steme.keys import SigningKey
from steme.policy import COMMONS, DEFAULT, ENTERPRISE, Policy
from tests.steme.acts.world import ALICE, BOB, CAROL, DAVE, SECOND, World


def may(
    world: World, key: SigningKey, make: Callable[[Drafts], Payload], policy: Policy = DEFAULT, dispute: bool = True
) -> bool:
    """Whether the act would take effect."""
    with world.repository.snapshot() as view:
        drafted = make(Drafts(view, key.public, 100 * SECOND, "x"))
        return Permission(view, policy, key.public).require(drafted, dispute)


def test_it_says_what_reading_will_say(world: World) -> None:
    """Every act is tried by everybody, and made: it has an effect just where permission foresaw one."""
    source = world.source(ALICE, "src")
    claim = world.claim(ALICE, 1, source=source)
    world.delegate(ALICE, BOB, scope="s")
    for key in (ALICE, BOB, CAROL):
        for make, undo in (
            (lambda drafts: drafts.retraction(claim), None),
            (lambda drafts: drafts.source_status("src", "retracted"), "active"),
        ):
            before = world.sift()
            foreseen = may(world, key, make)
            with world.repository.snapshot() as view:
                act = world.add(make(Drafts(view, key.public, 100 * SECOND, None)))
            assert (world.sift()[:2] != before[:2]) == foreseen, (key, undo)
            if undo:
                world.status(ALICE, source, undo, time=101 * SECOND)
            else:
                world.retract(key, act)


def test_a_refusal_names_the_policy_and_its_setting(world: World) -> None:
    claim = world.claim(ALICE, 1)
    for policy in (DEFAULT, Policy(ENTERPRISE, frozenset({ALICE.public})), Policy(COMMONS)):
        with pytest.raises(Refused, match=rf"retract {claim[:12]} \(policy.acts is {policy.name}\); --dispute"):
            may(world, BOB, lambda drafts: drafts.retraction(claim), policy, dispute=False)
        assert not may(world, BOB, lambda drafts: drafts.retraction(claim), policy)
    assert may(world, ALICE, lambda drafts: drafts.retraction(claim), dispute=False)


def test_anybody_votes_and_declares_and_names(world: World) -> None:
    claim = world.claim(ALICE, 1)
    assert may(world, DAVE, lambda drafts: drafts.vote(claim), Policy(COMMONS), dispute=False)
    assert may(world, DAVE, lambda drafts: drafts.epoch("e"), Policy(COMMONS), dispute=False)
    assert may(world, DAVE, lambda drafts: drafts.alias("s", "t"), Policy(COMMONS), dispute=False)


def test_acts_on_acts(world: World) -> None:
    claim = world.claim(ALICE, 1)
    world.delegate(ALICE, BOB)
    by_delegate, by_stranger = world.retract(BOB, claim), world.retract(DAVE, claim)
    vote = world.vote(DAVE, claim)
    back = world.retract(ALICE, by_delegate)

    def tries(key: SigningKey, act: str) -> bool:
        return may(world, key, lambda drafts: drafts.retraction(act))

    assert [tries(key, by_delegate) for key in (ALICE, BOB, DAVE)] == [True, True, False]
    assert [tries(key, by_stranger) for key in (ALICE, BOB, DAVE)] == [False, False, True]
    assert [tries(key, vote) for key in (ALICE, BOB, DAVE)] == [False, False, True]
    assert [tries(key, back) for key in (ALICE, BOB, DAVE)] == [True, True, False]


def test_epochs_and_aliases(world: World) -> None:
    world.epoch(ALICE, "old")
    with pytest.raises(Refused, match="supersede the epoch 'old'"):
        may(world, BOB, lambda drafts: drafts.epoch("new", "old"), dispute=False)
    assert may(world, ALICE, lambda drafts: drafts.epoch("new", "old"))
    enterprise = Policy(ENTERPRISE, frozenset({ALICE.public}))
    assert may(world, ALICE, lambda drafts: drafts.alias("s", "t"), enterprise)
    with pytest.raises(Refused, match="enterprise"):
        may(world, BOB, lambda drafts: drafts.alias("s", "t"), enterprise, dispute=False)


def test_a_root_who_has_never_written_here(world: World) -> None:
    claim = world.claim(ALICE, 1)
    enterprise = Policy(ENTERPRISE, frozenset({DAVE.public}))
    assert may(world, DAVE, lambda drafts: drafts.retraction(claim), enterprise)
    assert not may(world, CAROL, lambda drafts: drafts.retraction(claim), enterprise)


def test_a_key_that_was_given_up_is_refused_whatever_it_says(world: World) -> None:
    claim = world.claim(ALICE, 1)
    world.revoke(ALICE)
    with pytest.raises(Refused, match="given up"):
        may(world, ALICE, lambda drafts: drafts.vote(claim))
