from __future__ import annotations

import pytest

from tests.steme.acts.world import BOB, DAVE
from tests.steme_cli.commands.scene import Scene, scene

__all__ = ["scene"]


def test_it_says_what_steps_aside_and_prints_the_id(scene: Scene) -> None:
    result = scene.run("retract", "study", "--reason", "fabricated", "--cascade")
    assert (result.exit_code, result.stderr) == (0, "4 claims step aside.\n")
    assert len(result.stdout) == 65
    assert scene.aside() == {"parent retracted": 3}
    assert scene.aside("study") == {"retracted": 1}
    shown = scene.done("show", result.stdout.strip())
    assert "fabricated" in shown


def test_retracting_the_retraction_brings_them_back(scene: Scene) -> None:
    act = scene.done("retract", "study", "--reason", "x", "--cascade")
    result = scene.run("retract", act, "--reason", "it was right after all")
    assert result.stderr == "4 claims come back.\n"
    assert scene.aside() == {}


def test_a_dry_run_shows_the_claims_and_records_nothing(scene: Scene) -> None:
    before = scene.objects()
    shown = scene.json("retract", "study", "--reason", "x", "--cascade", "--dry-run")
    assert [(row["change"], row["subject"], row["reason"], row["depth"]) for row in shown] == [
        ("steps aside", "study", "retracted", 0),
        *(("steps aside", "s", "parent retracted", depth) for depth in (1, 2, 3)),
    ]
    assert [row["id"] for row in shown] == [scene.ids[name] for name in ("study", "first", "second", "third")]
    assert shown[1]["above"] == scene.ids["study"]
    assert scene.objects() == before


def test_a_source_takes_along_what_rests_on_it(scene: Scene) -> None:
    assert scene.run("retract", "--source", "paper-17", "--reason", "withdrawn").stderr == "4 claims step aside.\n"
    assert (scene.aside("study"), scene.aside()) == ({"source retracted": 1}, {"parent retracted": 3})
    assert scene.run("source", "activate", "paper-17", "--reason", "x").stderr == "4 claims come back.\n"
    assert scene.run("retract", "paper", "--reason", "x").stderr == "4 claims step aside.\n", "by its id"


def test_more_than_ten_claims_are_asked_for(scene: Scene) -> None:
    with scene.world() as world:
        for number in range(7):
            world.claim(BOB, 100 + number, parent=scene.ids["third"])
    refused = scene.run("retract", "study", "--reason", "x", "--cascade")
    assert (refused.exit_code, refused.stdout) == (5, "")
    assert refused.stderr == "steme: 11 claims step aside; add --yes to say that you know\n"
    assert scene.aside() == {}
    assert scene.run("retract", "study", "--reason", "x", "--cascade", "--yes").stderr == "11 claims step aside.\n"
    assert scene.aside() == {"parent retracted": 10}


def test_a_refusal_names_the_policy_and_a_dispute_is_shown(scene: Scene) -> None:
    refused = scene.run("retract", "study", "--reason", "x", key=DAVE)
    assert (refused.exit_code, refused.stdout) == (5, "")
    assert "policy.acts is author" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    before = scene.objects()
    result = scene.run("retract", "study", "--reason", "x", "--dispute", key=DAVE)
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "no claim steps aside.",
        "a dispute: it is shown and changes nothing, as policy.acts is author",
    ]
    assert scene.objects() == before + 1
    with scene.world() as world:
        assert world.sift("study") == ({1.0}, {}, 1)


def test_the_policy_of_the_repository_holds(scene: Scene) -> None:
    scene.done("config", "set", "policy.acts", "enterprise")
    assert scene.run("retract", "first", "--reason", "x", key=DAVE).exit_code == 0, "own keys are roots"
    scene.done("config", "set", "policy.acts", "commons")
    assert scene.run("retract", "second", "--reason", "x", key=DAVE).exit_code == 5


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["study"], 2, "--reason"),
        (["--reason", "x"], 2, "--source"),
        (["study", "--source", "paper-17", "--reason", "x"], 2, "--source"),
        (["0123456789", "--reason", "x"], 3, "0123456789"),
        (["--source", "nowhere", "--reason", "x"], 3, "source list"),
        (["study", "--reason", ""], 2, "reason"),
        (["study", "--reason", "x\x1b[31m"], 2, "reason"),
        (["study", "--reason", "x", "--time", "soon"], 2, "time"),
        (["study", "--reason", "x", "--key", "nobody"], 3, "nobody"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_written(scene: Scene, words: list[str], status: int, said: str) -> None:
    before = scene.objects()
    result = scene.run("retract", *words)
    assert (result.exit_code, result.stdout) == (status, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "\x1b" not in result.stderr
    assert scene.objects() == before


def test_what_is_not_retracted(scene: Scene) -> None:
    delegation = scene.done("delegate", "bob", "--weight", "0.5")
    result = scene.run("retract", delegation, "--reason", "x")
    assert (result.exit_code, "--weight 0" in result.stderr) == (2, True)
