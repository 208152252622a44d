from __future__ import annotations

from collections.abc import Callable, Sequence

from repo_format.payload import Payload
from steme.acting.drafts import Drafts
from steme.acting.effect import Effect, effect
from steme.keys import SigningKey
from steme.policy import DEFAULT, ENTERPRISE, Policy
from tests.steme.acts.world import ALICE, BOB, CAROL, DAVE, SECOND, World


def foreseen(
    world: World, key: SigningKey, make: Callable[[Drafts], Sequence[Payload]], policy: Policy = DEFAULT
) -> Effect:
    with world.repository.snapshot() as view:
        return effect(view, policy, key.public, make(Drafts(view, key.public, 100 * SECOND, None)))


def counts(found: Effect) -> tuple[list[str], list[str]]:
    """The reasons for which claims would step aside, and those that would end."""
    return (
        sorted(change.after.reason for change in found.aside if change.after),
        sorted(change.before.reason for change in found.back if change.before),
    )


def test_what_a_cascade_would_take_along(world: World) -> None:
    study = world.claim(ALICE, 0, subject="study")
    children = [world.claim(BOB, number, parent=study) for number in range(3)]
    world.claim(CAROL, 9, parent=children[0])
    world.retract(BOB, children[1])
    before = world.sift()
    plain = foreseen(world, ALICE, lambda drafts: [drafts.retraction(study)])
    assert counts(plain) == (["retracted"], [])
    cascade = foreseen(world, ALICE, lambda drafts: [drafts.retraction(study, cascade=True)])
    assert counts(cascade) == (["parent retracted"] * 3 + ["retracted"], [])
    assert world.sift() == before, "nothing was recorded"


def test_what_would_come_back(world: World) -> None:
    source = world.source(ALICE, "src")
    first = world.claim(ALICE, 1, source=source)
    world.claim(BOB, 2, parent=first)
    gone = world.status(ALICE, source, "retracted")
    active = foreseen(world, ALICE, lambda drafts: [drafts.source_status("src", "active")])
    assert counts(active) == ([], ["parent retracted", "source retracted"])
    undone = foreseen(world, ALICE, lambda drafts: [drafts.retraction(gone)])
    assert counts(undone) == ([], ["parent retracted", "source retracted"])
    quarantine = foreseen(world, ALICE, lambda drafts: [drafts.source_status("src", "quarantined")])
    assert counts(quarantine) == ([], ["parent retracted"])


def test_several_acts_together(world: World) -> None:
    claims = [world.claim(ALICE, number) for number in range(3)]
    made = foreseen(
        world, ALICE, lambda drafts: [drafts.retraction(claims[0]), drafts.supersession(claims[1], claims[2])]
    )
    assert counts(made) == (["retracted", "superseded"], [])


def test_without_the_right_nothing_would_change(world: World) -> None:
    claim = world.claim(ALICE, 1)
    for key in (BOB, DAVE):
        assert counts(foreseen(world, key, lambda drafts: [drafts.retraction(claim)])) == ([], [])
    root = Policy(ENTERPRISE, frozenset({DAVE.public}))
    assert counts(foreseen(world, DAVE, lambda drafts: [drafts.retraction(claim)], root)) == (["retracted"], [])


def test_votes_and_stages_move_no_claim(world: World) -> None:
    claim = world.claim(ALICE, 1)
    made = foreseen(world, ALICE, lambda drafts: [drafts.vote(claim), drafts.stage(claim, "rejected")])
    assert counts(made) == ([], [])


def test_it_is_what_happens_then(world: World) -> None:
    source = world.source(ALICE, "src")
    at = world.claim(ALICE, 0, source=source)
    for number in range(1, 8):
        at = world.claim(BOB, number, parent=at)
    foretold = foreseen(world, ALICE, lambda drafts: [drafts.source_status("src", "retracted")])
    world.status(ALICE, source, "retracted")
    assert sum(world.sift()[1].values()) == len(foretold.aside) == 8
    assert [change.reached.depth for change in foretold.aside] == list(range(1, 9))
