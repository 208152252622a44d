"""The examples that docs/semantics/acts.md, standing.md and time.md work by hand."""

from __future__ import annotations

import pytest

from steme import aliases, epochs, votes
from steme.bounds import EVERYTHING, Bounds, typed
from steme.policy import COMMONS, Policy
from tests.steme.acts.world import ALICE, BOB, CAROL, DAVE, SECOND, World


def test_acts_example_1_a_delegate(world: World) -> None:
    first = world.claim(ALICE, 5, subject="drug/x", time=1 * SECOND)
    other = world.claim(ALICE, 6, subject="drug/x", time=1 * SECOND)
    food = world.claim(ALICE, 7, subject="food/y", time=1 * SECOND)
    world.delegate(ALICE, BOB, time=2 * SECOND, scope="drug/", expires=10 * SECOND)
    world.retract(BOB, first, time=5 * SECOND)
    assert world.sift("drug/x") == ({6.0}, {"retracted": 1}, 0)
    assert world.sift("drug/x", Bounds(as_of=20 * SECOND)) == ({6.0}, {"retracted": 1}, 0)
    world.retract(CAROL, other, time=5 * SECOND)
    assert world.sift("drug/x") == ({6.0}, {"retracted": 1}, 1)
    world.retract(BOB, food, time=5 * SECOND)
    assert world.sift("food/y") == ({7.0}, {}, 1)
    late = world.claim(ALICE, 8, subject="drug/z", time=1 * SECOND)
    world.retract(BOB, late, time=11 * SECOND)
    assert world.sift("drug/z") == ({8.0}, {}, 1)


def test_acts_example_2_retracting_a_retraction(world: World) -> None:
    claim = world.claim(ALICE, 1)
    first = world.retract(ALICE, claim)
    assert world.sift() == (set(), {"retracted": 1}, 0)
    second = world.retract(ALICE, first)
    assert world.sift() == ({1.0}, {}, 0)
    world.retract(ALICE, second)
    assert world.sift() == (set(), {"retracted": 1}, 0)


def test_acts_example_3_whose_acts_may_be_taken_back(world: World) -> None:
    claim = world.claim(ALICE, 1)
    world.delegate(ALICE, BOB)
    by_delegate = world.retract(BOB, claim)
    assert world.sift() == (set(), {"retracted": 1}, 0)
    world.retract(ALICE, by_delegate)
    assert world.sift() == ({1.0}, {}, 0)
    by_stranger = world.retract(DAVE, claim)
    assert world.sift() == ({1.0}, {}, 1)
    world.retract(ALICE, by_stranger)
    assert world.sift() == ({1.0}, {}, 1)
    world.retract(DAVE, by_stranger)
    assert world.sift() == ({1.0}, {}, 0)


def test_acts_example_4_votes(world: World) -> None:
    claim = bytes.fromhex(world.claim(ALICE, 1))
    for key, weight in ((ALICE, 1), (BOB, -0.5), (CAROL, 1), (ALICE, 0.25), (CAROL, 0)):
        world.vote(key, claim.hex(), weight)
    with world.repository.snapshot() as view:
        assert votes.totals(view, [claim]) == {claim: -0.25}
        assert len(votes.cast(view, [claim])[claim]) == 2


def test_acts_example_5_epochs(world: World) -> None:
    def past() -> set[str]:
        with world.repository.snapshot() as view:
            return {view.text(term) for term in epochs.superseded(view)}

    world.epoch(ALICE, "gaap-2024")
    world.epoch(ALICE, "gaap-2025", supersedes="gaap-2024")
    assert past() == {"gaap-2024"}
    world.epoch(BOB, "gaap-x", supersedes="gaap-2025")
    assert past() == {"gaap-2024"}
    world.epoch(ALICE, "gaap-2026", supersedes="gaap-2025")
    assert past() == {"gaap-2024", "gaap-2025"}


def test_acts_example_6_aliases(world: World) -> None:
    def names(subject: str) -> list[str]:
        with world.repository.snapshot() as view:
            return aliases.subjects(view, subject)

    world.alias(BOB, "drug/asa", "drug/aspirin")
    second = world.alias(CAROL, "drug/aspirin", "chem/50-78-2")
    everything = ["chem/50-78-2", "drug/asa", "drug/aspirin"]
    for subject in everything:
        assert names(subject) == [name for name in everything if name != subject]
    world.retract(CAROL, second)
    assert (names("chem/50-78-2"), names("drug/asa")) == ([], ["drug/aspirin"])


def test_standing_example_1_one_study(world: World) -> None:
    source = world.source(ALICE, "smith-2019")
    study = world.claim(ALICE, 0, subject="study", source=source)
    known = [study]
    for number in range(110):
        known.append(world.claim((BOB, CAROL, DAVE)[number % 3], number, parent=known[number // 3]))

    def flagged() -> dict[str, int]:
        return {**world.sift("study")[1], **world.sift("s")[1]}

    world.status(ALICE, source, "retracted")
    assert flagged() == {"source retracted": 1, "parent retracted": 110}
    world.status(ALICE, source, "active")
    assert flagged() == {}
    world.retract(ALICE, study, cascade=True)
    assert flagged() == {"retracted": 1, "parent retracted": 110}


@pytest.mark.parametrize(("cascade", "stands"), [(False, {1.0, 3.0}), (True, {1.0})])
def test_standing_example_2_one_claim_in_the_middle(world: World, cascade: bool, stands: set[float]) -> None:
    first = world.claim(ALICE, 1)
    second = world.claim(ALICE, 2, parent=first)
    world.claim(BOB, 3, parent=second)
    world.retract(ALICE, second, cascade=cascade)
    assert world.sift()[0] == stands


def test_time_example_a_dose_that_moved(world: World) -> None:
    from steme.times import parse_time

    old = world.claim(ALICE, 81, time=parse_time("2023-03-01"))
    new = world.claim(ALICE, 325, time=parse_time("2025-02-01"))
    world.supersede(ALICE, old, new, time=parse_time("2025-02-01"))
    world.retract(ALICE, old, time=parse_time("2024-06-01"))

    def asked(as_of: str | None = None, known_at: str | None = None) -> tuple[set[object], dict[str, int]]:
        with world.repository.snapshot() as view:
            bounds = typed(view, as_of, known_at)
        return world.sift("s", bounds)[:2]

    assert asked() == ({325.0}, {"retracted": 1})
    assert asked("2023-12-31") == ({81.0}, {})
    assert asked("2025-12-31") == ({325.0}, {"retracted": 1})
    assert asked(known_at="seq:2") == ({81.0, 325.0}, {})
    assert asked(known_at="seq:3") == ({325.0}, {"superseded": 1})
    assert asked("2024-12-31", "seq:3") == ({81.0}, {})
    assert asked("2024-12-31") == (set(), {"retracted": 1})


def test_commons_shows_what_others_say(world: World) -> None:
    claim = world.claim(ALICE, 1)
    world.delegate(ALICE, BOB)
    world.retract(BOB, claim)
    assert world.sift() == (set(), {"retracted": 1}, 0)
    assert world.sift("s", EVERYTHING, Policy(COMMONS)) == ({1.0}, {}, 1)
