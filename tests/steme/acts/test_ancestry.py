from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from repo_format import objects
from steme.acts.ancestry import spread
from steme.bounds import Bounds
from tests.steme.acts.world import ALICE, BOB, SECOND, World

nodes = st.integers(0, 9)


@given(st.sets(nodes), st.dictionaries(nodes, nodes))
def test_spreading_is_a_naive_fixpoint_circles_included(fallen: set[int], above: dict[int, int]) -> None:
    expected = set(fallen)
    while more := {node for node, upper in above.items() if upper in expected} - expected:
        expected |= more
    assert spread(fallen, above) == expected


def test_a_circle_ends() -> None:
    circle = {1: 2, 2: 3, 3: 1, 4: 1, 5: 6}
    assert spread({2}, circle) == {1, 2, 3, 4}
    assert spread(set(), circle) == set()


def test_a_cascade_reaches_any_depth(world: World) -> None:
    first = at = world.claim(ALICE, 0, subject="top")
    for number in range(1, 120):
        at = world.claim(BOB, number, subject="top" if number < 119 else "s", parent=at)
    assert world.sift()[0] == {119.0}
    world.retract(ALICE, first, cascade=True)
    assert world.sift() == (set(), {"parent retracted": 1}, 0)


def test_claims_that_arrive_after_the_retraction_are_flagged_too(world: World) -> None:
    study = world.claim(ALICE, 0, subject="study")
    world.retract(ALICE, study, cascade=True)
    world.claim(BOB, 1, parent=study)
    assert world.sift()[1] == {"parent retracted": 1}


def test_an_ancestor_that_does_not_exist_yet_passes_nothing_on(world: World) -> None:
    source = world.source(ALICE, "src", time=1 * SECOND)
    study = world.claim(ALICE, 0, subject="study", source=source, time=9 * SECOND)
    world.claim(BOB, 1, parent=study, time=2 * SECOND)
    world.status(ALICE, source, "retracted", time=3 * SECOND)
    assert world.sift("s", Bounds(as_of=5 * SECOND)) == ({1.0}, {}, 0)
    assert world.sift("s", Bounds(as_of=9 * SECOND)) == (set(), {"parent retracted": 1}, 0)


def test_a_quarantine_does_not_reach_children_and_neither_does_a_supersession(world: World) -> None:
    source = world.source(ALICE, "src")
    study = world.claim(ALICE, 0, subject="study", source=source)
    newer = world.claim(ALICE, 1, subject="study")
    world.claim(BOB, 2, parent=study)
    world.status(ALICE, source, "quarantined")
    world.supersede(ALICE, study, newer)
    assert world.sift() == ({2.0}, {}, 0)
    assert world.sift("study") == ({1.0}, {"superseded": 1}, 0)


def test_a_source_as_parent(world: World) -> None:
    source = world.source(ALICE, "src")
    world.claim(BOB, 1, parent=source)
    world.status(ALICE, source, "quarantined")
    assert world.sift()[1] == {}
    world.status(ALICE, source, "retracted")
    assert world.sift()[1] == {"parent retracted": 1}
    world.status(ALICE, source, "active")
    retraction = world.retract(ALICE, source)
    assert world.sift()[1] == {}, "its children fall only when it cascades"
    world.claim(BOB, 2, source=source)
    assert world.sift()[1] == {"source retracted": 1}
    world.retract(ALICE, retraction)
    world.retract(ALICE, source, cascade=True)
    assert world.sift()[1] == {"source retracted": 1, "parent retracted": 1}


def test_what_was_said_of_an_object_outlives_its_erasure(world: World, tmp_path: Path) -> None:
    source = world.source(ALICE, "src")
    study = world.claim(ALICE, 0, subject="study")
    world.claim(BOB, 1, parent=study)
    world.claim(BOB, 2, source=source)
    world.retract(ALICE, study, cascade=True)
    world.status(ALICE, source, "retracted")
    elsewhere = World(tmp_path / "elsewhere")
    with world.repository.snapshot() as view, elsewhere.repository.begin() as transaction:
        for record in (view.record(seq) for seq in range(1, view.count + 1)):
            if record.id.hex() in (study, source):
                transaction.add_erased(record.id, ALICE.public, record.signature)
            else:
                payload = objects.read(record.payload or b"")
                transaction.add(record.id, record.payload or b"", payload, record.signature)
        transaction.commit(ALICE, SECOND)
    for here in (world, elsewhere):
        assert here.sift() == (set(), {"source retracted": 1, "parent retracted": 1}, 0)
    elsewhere.close()


def test_what_is_no_source_has_no_status(world: World) -> None:
    evidence = world.claim(ALICE, 0, subject="study")
    world.claim(BOB, 1, source=evidence)
    world.status(ALICE, evidence, "retracted")
    assert world.sift()[1] == {}
    world.retract(ALICE, evidence)
    assert world.sift()[1] == {"source retracted": 1}


def test_of_two_states_of_one_time_the_smaller_id_counts(world: World) -> None:
    source = world.source(ALICE, "src")
    world.claim(BOB, 1, source=source)
    states = {
        world.status(ALICE, source, word, time=50 * SECOND): word for word in ("retracted", "quarantined", "active")
    }
    expected = {"active": {}, "retracted": {"source retracted": 1}, "quarantined": {"source quarantined": 1}}
    assert world.sift()[1] == expected[states[min(states)]]
