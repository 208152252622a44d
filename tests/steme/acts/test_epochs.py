from __future__ import annotations

from steme import epochs
from steme.bounds import EVERYTHING, Bounds
from steme.policy import COMMONS, DEFAULT, ENTERPRISE, Policy
from tests.steme.acts.world import ALICE, BOB, CAROL, SECOND, World


def past(world: World, bounds: Bounds = EVERYTHING, policy: Policy = DEFAULT) -> set[str]:
    with world.repository.snapshot() as view:
        return {view.text(term) for term in epochs.superseded(view, bounds, policy)}


def test_without_epochs_none_is_past(world: World) -> None:
    world.claim(ALICE, 1, epoch="old")
    assert past(world) == set()


def test_a_name_that_nobody_declared_may_be_superseded_by_anybody(world: World) -> None:
    world.claim(ALICE, 1, epoch="old")
    world.epoch(BOB, "new", supersedes="old")
    assert past(world) == {"old"}
    world.epoch(ALICE, "old", time=60 * SECOND)
    assert past(world) == set(), "now it is hers"


def test_the_first_declaration_by_the_clocks_owns_the_name(world: World) -> None:
    world.epoch(ALICE, "old", time=5 * SECOND)
    world.epoch(BOB, "new", supersedes="old", time=6 * SECOND)
    assert past(world) == set()
    declared = world.epoch(BOB, "old", time=4 * SECOND)
    assert past(world) == {"old"}
    assert past(world, Bounds(known_at=2)) == set()
    world.retract(BOB, declared)
    assert past(world) == set()


def test_policies(world: World) -> None:
    world.epoch(ALICE, "old")
    world.delegate(ALICE, BOB)
    world.epoch(BOB, "new", supersedes="old")
    assert past(world) == {"old"}
    assert past(world, policy=Policy(COMMONS)) == set()
    world.epoch(CAROL, "x", supersedes="new")
    assert past(world, policy=Policy(ENTERPRISE)) == {"old"}
    assert past(world, policy=Policy(ENTERPRISE, frozenset({CAROL.public}))) == {"old", "new"}


def test_an_epoch_that_has_not_begun_supersedes_nothing_as_of_then(world: World) -> None:
    world.epoch(ALICE, "old", time=1 * SECOND)
    world.epoch(ALICE, "new", supersedes="old", time=2 * SECOND, starts=9 * SECOND)
    assert past(world, Bounds(as_of=8 * SECOND)) == set()
    assert past(world, Bounds(as_of=9 * SECOND)) == {"old"}
    assert past(world) == {"old"}, "without a time an answer does not depend on the day"
    world.epoch(ALICE, "other", supersedes="new", time=5 * SECOND, starts=0)
    assert past(world, Bounds(as_of=4 * SECOND)) == set(), "begun, and not yet declared"
    assert past(world, Bounds(as_of=5 * SECOND)) == {"new"}


def test_taking_back_the_declaration_takes_back_what_it_superseded(world: World) -> None:
    world.epoch(ALICE, "old")
    newer = world.epoch(ALICE, "new", supersedes="old")
    world.retract(ALICE, newer)
    assert past(world) == set()


def test_known_epochs_with_what_is_to_be_said_of_them(world: World) -> None:
    world.claim(ALICE, 1, epoch="old")
    world.claim(ALICE, 2, epoch="old")
    world.claim(ALICE, 3, epoch="unsaid")
    world.epoch(ALICE, "old", description="first")
    world.epoch(ALICE, "old", description="again")
    world.epoch(ALICE, "new", supersedes="old")
    with world.repository.snapshot() as view:
        found = epochs.known(view)
        assert [epoch.name for epoch in found] == ["new", "old"]
        new, old = found
        declared = epochs.declaration(view, old)
        assert declared is not None
        assert (declared.description, declared.author) == ("first", ALICE.public.hex())
        assert (epochs.elders(view, new), epochs.elders(view, old)) == (["old"], [])
        assert (epochs.claims(view, old), epochs.claims(view, new)) == (2, 0)
        assert epochs.named(view, "unsaid") is None
        assert epochs.named(view, "never used") is None
        named = epochs.named(view, "old")
        assert named is not None
        assert [view.text(act.extra) for act in named.superseded_by] == ["new"]
