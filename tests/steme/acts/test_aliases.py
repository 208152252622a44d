from __future__ import annotations

from steme import aliases
from steme.bounds import EVERYTHING, Bounds
from steme.policy import DEFAULT, ENTERPRISE, Policy
from tests.steme.acts.world import ALICE, BOB, CAROL, SECOND, World


def names(world: World, subject: str, bounds: Bounds = EVERYTHING, policy: Policy = DEFAULT) -> list[str]:
    with world.repository.snapshot() as view:
        return aliases.subjects(view, subject, bounds, policy)


def test_a_subject_without_aliases_has_none(world: World) -> None:
    assert names(world, "s") == []
    world.claim(ALICE, 1)
    world.alias(ALICE, "a", "b")
    assert (names(world, "s"), names(world, "never/used")) == ([], [])


def test_names_come_in_the_order_of_their_bytes_and_circles_end(world: World) -> None:
    for alias, subject in (("a", "b"), ("b", "é"), ("é", "Z"), ("Z", "a")):
        world.alias(ALICE, alias, subject)
    assert names(world, "b") == ["Z", "a", "é"]


def test_an_alias_obeys_the_bounds(world: World) -> None:
    world.alias(ALICE, "a", "b", time=5 * SECOND)
    world.alias(ALICE, "b", "c", time=3 * SECOND)
    assert names(world, "b", Bounds(as_of=4 * SECOND)) == ["c"]
    assert names(world, "b", Bounds(known_at=1)) == ["a"]
    assert names(world, "a", Bounds(as_of=4 * SECOND)) == []


def test_the_same_alias_by_two_people_needs_both_to_end(world: World) -> None:
    first, second = world.alias(ALICE, "a", "b"), world.alias(BOB, "b", "a")
    world.retract(ALICE, first)
    assert names(world, "a") == ["b"]
    world.retract(ALICE, second)
    assert names(world, "a") == ["b"], "it is not hers"
    world.retract(BOB, second)
    assert names(world, "a") == []


def test_in_an_enterprise_its_author_has_to_be_trusted_about_both(world: World) -> None:
    policy = Policy(ENTERPRISE, frozenset({ALICE.public}))
    world.alias(BOB, "drug/a", "chem/b")
    assert names(world, "drug/a") == ["chem/b"]
    assert names(world, "drug/a", policy=policy) == []
    world.delegate(ALICE, BOB, time=1, scope="drug/")
    assert names(world, "drug/a", policy=policy) == []
    world.delegate(ALICE, BOB, time=1, scope="chem/")
    assert names(world, "drug/a", policy=policy) == ["chem/b"]
    world.alias(ALICE, "drug/a", "x")
    assert names(world, "drug/a", policy=policy) == ["chem/b", "x"]


def test_an_alias_by_a_key_that_was_given_up_does_not_count(world: World) -> None:
    world.revoke(CAROL)
    world.alias(CAROL, "a", "b", time=1)
    assert names(world, "a") == []


def test_links_say_which_is_the_preferred_one(world: World) -> None:
    first = world.alias(BOB, "drug/asa", "drug/aspirin")
    second = world.alias(CAROL, "drug/aspirin", "chem/50-78-2")
    with world.repository.snapshot() as view:
        found = aliases.links(view, "drug/asa")
    assert [(link.alias, link.subject, link.author, link.id.hex()) for link in found] == [
        ("drug/aspirin", "chem/50-78-2", CAROL.public, second),
        ("drug/asa", "drug/aspirin", BOB.public, first),
    ]
