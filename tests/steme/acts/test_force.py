from __future__ import annotations

from repo_format import ids, objects
from repo_format.objects.retraction import Retraction
from steme.bounds import Bounds
from tests.steme.acts.world import ALICE, BOB, SECOND, World


def test_a_long_chain_of_retractions_is_judged_from_its_end(world: World) -> None:
    target = world.claim(ALICE, 1)
    for number in range(300):
        target = world.retract(ALICE, target)
        assert number % 50 or world.sift()[1] == ({"retracted": 1} if number % 2 == 0 else {})


def test_two_retractions_are_taken_back_one_by_one(world: World) -> None:
    claim = world.claim(ALICE, 1)
    first, second = world.retract(ALICE, claim), world.retract(ALICE, claim, cascade=True)
    world.retract(ALICE, first)
    assert world.sift()[1] == {"retracted": 1}
    world.retract(ALICE, second)
    assert world.sift()[1] == {}


def test_a_stage_that_is_taken_back_gives_way_to_the_one_before(world: World) -> None:
    claim = world.claim(ALICE, 1)
    world.stage(ALICE, claim, "approved")
    second = world.stage(ALICE, claim, "deprecated")
    assert world.stages() == {1.0: 3}
    world.retract(ALICE, second)
    assert world.stages() == {1.0: 2}


def test_a_retraction_may_arrive_before_what_it_takes_back(world: World) -> None:
    claim = world.claim(ALICE, 1)
    author, time = ALICE.public.hex(), 30 * SECOND
    gone = Retraction(author=author, target=claim, time=time)
    back = Retraction(author=author, target=ids.object_id(objects.write(gone)).hex(), time=time)
    world.add(back)
    assert world.sift() == ({1.0}, {}, 0)
    world.add(gone)
    assert world.sift() == ({1.0}, {}, 0)
    assert world.sift("s", Bounds(known_at=1)) == ({1.0}, {}, 0)


def test_acts_on_what_is_not_here_wait_for_it(world: World) -> None:
    world.retract(BOB, "ab" * 32, cascade=True)
    world.claim(ALICE, 1, parent="ab" * 32, source="cd" * 32)
    world.status(BOB, "cd" * 32, "retracted")
    assert world.sift() == ({1.0}, {}, 0)
