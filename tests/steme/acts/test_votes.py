from __future__ import annotations

from steme import votes
from steme.bounds import EVERYTHING, Bounds
from tests.steme.acts.world import ALICE, BOB, CAROL, SECOND, World


def total(world: World, claim: str, bounds: Bounds = EVERYTHING) -> float | None:
    with world.repository.snapshot() as view:
        return votes.totals(view, [bytes.fromhex(claim)], bounds).get(bytes.fromhex(claim))


def test_repeating_oneself_changes_nothing(world: World) -> None:
    claim = world.claim(ALICE, 1)
    for _ in range(20):
        world.vote(BOB, claim, 0.5)
    assert total(world, claim) == 0.5


def test_votes_of_later_times_do_not_exist(world: World) -> None:
    claim = world.claim(ALICE, 1)
    world.vote(BOB, claim, 1, time=5 * SECOND)
    world.vote(BOB, claim, -1, time=7 * SECOND)
    world.vote(CAROL, claim, 0.5, time=6 * SECOND)
    assert total(world, claim) == -0.5
    assert total(world, claim, Bounds(as_of=6 * SECOND)) == 1.5
    assert total(world, claim, Bounds(as_of=5 * SECOND)) == 1
    assert total(world, claim, Bounds(as_of=4 * SECOND)) is None
    assert total(world, claim, Bounds(known_at=2)) == 1


def test_a_vote_that_was_taken_back_gives_way_to_the_one_before(world: World) -> None:
    claim = world.claim(ALICE, 1)
    world.vote(BOB, claim, 1)
    second = world.vote(BOB, claim, -1)
    world.retract(ALICE, second)
    assert total(world, claim) == -1, "it is not hers"
    world.retract(BOB, second)
    assert total(world, claim) == 1


def test_keys_that_follow_one_another_are_one_voter(world: World) -> None:
    claim = world.claim(ALICE, 1)
    world.vote(BOB, claim, 1)
    world.rotate(BOB, CAROL)
    assert total(world, claim) == 1
    world.vote(CAROL, claim, -0.5)
    assert total(world, claim) == -0.5


def test_a_key_that_was_given_up_votes_no_more(world: World) -> None:
    claim = world.claim(ALICE, 1)
    world.vote(BOB, claim, 1)
    world.revoke(BOB)
    world.vote(BOB, claim, -1)
    assert total(world, claim) == 1


def test_a_withdrawn_vote_is_no_vote(world: World) -> None:
    claim = world.claim(ALICE, 1)
    world.vote(BOB, claim, 1)
    world.vote(BOB, claim, 0)
    assert total(world, claim) is None


def test_of_two_votes_of_one_time_the_smaller_id_counts(world: World) -> None:
    claim = world.claim(ALICE, 1)
    cast = {world.vote(BOB, claim, weight, time=9 * SECOND): weight for weight in (0.25, 0.5, 0.75)}
    assert total(world, claim) == cast[min(cast)]
