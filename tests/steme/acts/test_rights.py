from __future__ import annotations

from steme.bounds import EVERYTHING, Bounds
from steme.policy import AUTHOR, COMMONS, ENTERPRISE, Policy
from tests.steme.acts.world import ALICE, BOB, CAROL, DAVE, SECOND, World

TRUSTING_ALICE = Policy(ENTERPRISE, frozenset({ALICE.public}))
GONE = (set(), {"retracted": 1}, 0)
DISPUTED = ({1.0}, {}, 1)


def test_a_key_that_follows_may_what_the_author_may_and_not_the_other_way(world: World) -> None:
    old = world.claim(ALICE, 1)
    world.rotate(ALICE, BOB)
    world.rotate(BOB, CAROL)
    new = world.claim(CAROL, 2, subject="new")
    world.retract(CAROL, old)
    world.retract(ALICE, new)
    for name in (AUTHOR, COMMONS):
        assert world.sift("s", policy=Policy(name)) == GONE
        assert world.sift("new", policy=Policy(name)) == ({2.0}, {}, 1)


def test_the_latest_delegation_of_a_scope_counts(world: World) -> None:
    claim = world.claim(ALICE, 1)
    world.retract(BOB, claim, time=10 * SECOND)
    assert world.sift() == DISPUTED
    world.delegate(ALICE, BOB, time=2 * SECOND)
    assert world.sift() == GONE
    world.delegate(ALICE, BOB, 0, time=4 * SECOND)
    assert world.sift() == DISPUTED
    world.delegate(ALICE, BOB, 0.1, time=11 * SECOND)
    assert world.sift() == DISPUTED, "given after the act"
    world.delegate(ALICE, BOB, 0.1, time=3 * SECOND, scope="s")
    assert world.sift() == GONE, "another scope, which nobody ended"


def test_a_delegation_that_ends_later_leaves_what_was_done(world: World) -> None:
    first, second = world.claim(ALICE, 1), world.claim(ALICE, 2)
    world.delegate(ALICE, BOB, time=3 * SECOND, expires=6 * SECOND)
    world.retract(BOB, first, time=5 * SECOND)
    world.retract(BOB, second, time=6 * SECOND)
    assert world.sift() == ({2.0}, {"retracted": 1}, 1)
    world.delegate(ALICE, BOB, 0, time=7 * SECOND)
    assert world.sift() == ({2.0}, {"retracted": 1}, 1)


def test_whom_a_delegate_trusts_has_no_right(world: World) -> None:
    claim = world.claim(ALICE, 1)
    world.delegate(ALICE, BOB)
    world.delegate(BOB, CAROL)
    world.retract(CAROL, claim)
    assert world.sift() == DISPUTED
    assert world.sift(policy=TRUSTING_ALICE) == GONE, "in an enterprise a chain is enough"


def test_a_scope_holds_whole_segments_and_no_source(world: World) -> None:
    source = world.source(ALICE, "src")
    world.claim(ALICE, 1, subject="drug/x", source=source)
    world.delegate(ALICE, BOB, scope="drug/")
    world.status(BOB, source, "retracted")
    assert world.sift("drug/x") == DISPUTED
    drugs = world.claim(ALICE, 1, subject="drugs/x")
    world.retract(BOB, drugs)
    assert world.sift("drugs/x") == DISPUTED
    world.delegate(ALICE, BOB)
    world.status(BOB, source, "retracted")
    assert world.sift("drug/x") == (set(), {"source retracted": 1}, 0)


def test_an_enterprise_trusts_whom_its_roots_lead_to_at_the_time_of_the_act(world: World) -> None:
    claim = world.claim(DAVE, 1)
    act = world.retract(CAROL, claim, time=10 * SECOND)
    world.delegate(ALICE, BOB, time=2 * SECOND)
    assert world.sift(policy=TRUSTING_ALICE) == DISPUTED
    world.delegate(BOB, CAROL, time=3 * SECOND, scope="other/")
    assert world.sift(policy=TRUSTING_ALICE) == DISPUTED
    world.delegate(BOB, CAROL, time=4 * SECOND, scope="s", expires=12 * SECOND)
    assert world.sift(policy=TRUSTING_ALICE) == GONE
    assert world.sift(policy=Policy(ENTERPRISE)) == DISPUTED, "nobody is trusted without roots"
    assert world.sift() == DISPUTED
    world.delegate(ALICE, BOB, 0, time=11 * SECOND)
    assert world.sift("s", Bounds(as_of=30 * SECOND), TRUSTING_ALICE) == GONE, "trust that ended later"
    world.retract(ALICE, act, time=13 * SECOND)
    assert world.sift(policy=TRUSTING_ALICE) == ({1.0}, {}, 0), "who is trusted undoes it"


def test_a_root_is_trusted_in_itself(world: World) -> None:
    claim = world.claim(BOB, 1)
    world.retract(ALICE, claim)
    assert world.sift(policy=TRUSTING_ALICE) == GONE
    assert world.sift() == DISPUTED


def test_nothing_counts_that_a_key_signs_after_it_was_given_up(world: World) -> None:
    world.claim(ALICE, 1)
    second = world.claim(ALICE, 2)
    before = world.retract(ALICE, second)
    world.revoke(ALICE)
    third = world.claim(ALICE, 3, time=1 * SECOND)
    assert world.sift() == ({1.0}, {"retracted": 1, "author revoked": 1}, 0)
    world.retract(ALICE, before, time=1 * SECOND)
    world.stage(ALICE, second, "approved", time=1 * SECOND)
    assert world.sift() == ({1.0}, {"retracted": 1, "author revoked": 1}, 0)
    assert world.sift("s", Bounds(known_at=2)) == ({1.0, 2.0}, {}, 0)
    assert world.sift(include={"author revoked"}) == ({1.0, 3.0}, {"retracted": 1}, 0)
    assert world.seq(third)


def test_a_delegation_by_a_key_that_was_given_up_gives_nothing(world: World) -> None:
    claim = world.claim(ALICE, 1)
    world.revoke(ALICE)
    world.delegate(ALICE, BOB, time=1 * SECOND)
    world.retract(BOB, claim)
    assert world.sift("s", EVERYTHING) == DISPUTED


def test_an_author_undoes_what_one_delegate_did_to_the_act_of_another(world: World) -> None:
    claim = world.claim(ALICE, 1)
    world.delegate(ALICE, BOB)
    world.delegate(ALICE, CAROL)
    by_bob = world.retract(BOB, claim)
    by_carol = world.retract(CAROL, by_bob)
    assert world.sift() == ({1.0}, {}, 0)
    world.retract(ALICE, by_carol)
    assert world.sift() == GONE


def test_a_chain_that_had_ended_by_the_time_of_the_act_leads_nowhere(world: World) -> None:
    claim = world.claim(DAVE, 1)
    world.delegate(ALICE, BOB, time=2 * SECOND, expires=6 * SECOND)
    world.retract(BOB, claim, time=6 * SECOND)
    assert world.sift(policy=TRUSTING_ALICE) == DISPUTED
    world.retract(BOB, claim, time=5 * SECOND)
    assert world.sift(policy=TRUSTING_ALICE) == GONE
