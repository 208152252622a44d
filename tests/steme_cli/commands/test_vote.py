"""`steme vote`, `steme supersede` and `steme lifecycle`: acts on one claim."""

from __future__ import annotations

import pytest

from steme import votes
from tests.steme.acts.world import ALICE, BOB, CAROL, DAVE
from tests.steme_cli.commands.scene import Scene, scene

__all__ = ["scene"]


def total(scene: Scene, name: str) -> float | None:
    claim = bytes.fromhex(scene.ids[name])
    with scene.world() as world, world.repository.snapshot() as view:
        return votes.totals(view, [claim]).get(claim)


def test_votes_add_up_and_the_latest_of_each_voter_counts(scene: Scene) -> None:
    one = scene.done("vote", "first")
    assert len(one) == 64
    scene.done("vote", "first", "-.5", "--reason", "too small a sample", key=BOB)
    assert total(scene, "first") == 0.5
    scene.done("vote", scene.ids["first"][:8], "-1")
    assert total(scene, "first") == -1.5
    scene.done("vote", "first", "0", key=BOB)
    assert total(scene, "first") == -1


def test_anybody_may_vote_whatever_the_policy(scene: Scene) -> None:
    scene.done("config", "set", "policy.acts", "commons")
    scene.done("vote", "study", key=DAVE)
    assert total(scene, "study") == 1


def test_supersede(scene: Scene) -> None:
    refused = scene.run("supersede", "first", "second", "--reason", "x")
    assert (refused.exit_code, "policy.acts is author" in refused.stderr) == (5, True)
    result = scene.run("supersede", "first", "second", "--reason", "second edition", key=BOB)
    assert (result.exit_code, len(result.stdout), result.stderr) == (0, 65, "")
    assert scene.aside() == {"superseded": 1}
    other = scene.run("supersede", "second", "study", "--reason", "x", key=BOB)
    assert (other.exit_code, "something else" in other.stderr) == (0, True)


def test_lifecycle(scene: Scene) -> None:
    scene.done("lifecycle", "first", "approved", key=BOB)
    scene.done("lifecycle", "second", "Under-Review", "--reason", "look again", key=BOB)
    assert scene.run("lifecycle", "third", "approved").exit_code == 5
    assert scene.run("lifecycle", "third", "approved", "--dispute").exit_code == 0
    with scene.world() as world:
        assert world.stages() == {2.0: 2, 3.0: 1, 4.0: 0}


def test_a_time_in_the_past(scene: Scene) -> None:
    scene.done("lifecycle", "first", "rejected", "--time", "2020-01-02", key=BOB)
    scene.done("lifecycle", "first", "approved", "--time", "2020-01-01", key=BOB)
    with scene.world() as world:
        assert world.stages()[2.0] == 4


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["vote", "paper"], 2, "kind source"),
        (["vote", "first", "2"], 2, "weight"),
        (["vote", "first", "much"], 2, "weight"),
        (["vote", "nothing"], 2, "id"),
        (["vote", "abcdefab"], 3, "abcdefab"),
        (["vote"], 2, "ID"),
        (["supersede", "first", "first", "--reason", "x"], 2, "its own place"),
        (["supersede", "first", "paper", "--reason", "x"], 2, "kind source"),
        (["supersede", "first", "second"], 2, "--reason"),
        (["supersede", "first"], 2, "NEW"),
        (["lifecycle", "first", "done"], 2, "under_review"),
        (["lifecycle", "paper", "approved"], 2, "kind source"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_written(scene: Scene, words: list[str], status: int, said: str) -> None:
    before = scene.objects()
    result = scene.run(*words, key=BOB)
    assert (result.exit_code, result.stdout) == (status, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert scene.objects() == before


def test_who_acts_is_the_key_that_is_named(scene: Scene) -> None:
    one = scene.done("vote", "first", "--key", "carol")
    assert CAROL.public.hex()[:12] in scene.done("show", one) or "carol" in scene.done("show", one)
    assert ALICE.public.hex()[:12] not in scene.done("show", one)
