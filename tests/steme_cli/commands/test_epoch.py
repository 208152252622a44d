"""`steme epoch` and `steme alias`."""

from __future__ import annotations

import pytest

from tests.steme.acts.world import BOB, DAVE
from tests.steme_cli.commands.scene import Scene, scene

__all__ = ["scene"]


def test_declare_supersede_and_list(scene: Scene) -> None:
    first = scene.done("epoch", "new", "gaap-2024", "--description", "the old one")
    second = scene.done("epoch", "new", "gaap-2025", "--supersedes", "gaap-2024", "--starts", "2025-01-01")
    assert [(row["name"], row["superseded_by"], row["starts"], row["id"]) for row in scene.json("epoch", "list")] == [
        ("gaap-2024", ["gaap-2025"], None, first),
        ("gaap-2025", [], "2025-01-01T00:00:00Z", second),
    ]
    lines = scene.done("epoch", "list").splitlines()
    assert lines[1].split()[:3] == ["gaap-2024", "gaap-2025", "alice"]


def test_show_counts_the_claims(scene: Scene) -> None:
    scene.done("assert", "s", "p", "9", "--epoch", "gaap-2024")
    scene.done("epoch", "new", "gaap-2024")
    scene.done("epoch", "new", "gaap-2025", "--supersedes", "gaap-2024")
    shown = scene.json("epoch", "show", "gaap-2024")
    assert (shown["claims"], shown["supersedes"], shown["superseded_by"]) == (1, [], ["gaap-2025"])
    newer = scene.json("epoch", "show", "gaap-2025")
    assert (newer["claims"], newer["supersedes"]) == (0, ["gaap-2024"])


def test_somebody_elses_epoch(scene: Scene) -> None:
    scene.done("epoch", "new", "mine")
    refused = scene.run("epoch", "new", "theirs", "--supersedes", "mine", key=DAVE)
    assert (refused.exit_code, "policy.acts is author" in refused.stderr) == (5, True)
    scene.done("epoch", "new", "theirs", "--supersedes", "mine", "--dispute", key=DAVE)
    assert [row["superseded_by"] for row in scene.json("epoch", "list")] == [[], []]


def test_alias_and_its_list(scene: Scene) -> None:
    one = scene.run("alias", "t", "s", "--reason", "the same", key=BOB)
    assert (one.exit_code, "'t'" in one.stderr) == (0, True)
    (row,) = scene.json("alias", "s")
    assert (row["alias"], row["subject"], row["author_label"], row["id"]) == ("t", "s", "bob", one.stdout.strip())
    assert scene.done("alias", "t").splitlines()[1].split()[:3] == ["t", "s", "bob"]
    scene.done("retract", row["id"], "--reason", "it is not", key=BOB)
    assert scene.run("alias", "t").exit_code == 3


def test_in_an_enterprise_an_alias_needs_trust(scene: Scene) -> None:
    scene.done("config", "set", "policy.acts", "enterprise")
    scene.done("config", "set", "--user", "trust.roots", "alice")
    scene.done("alias", "t", "s")
    refused = scene.run("alias", "u", "s", key=BOB)
    assert (refused.exit_code, "enterprise" in refused.stderr) == (5, True)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["epoch", "new", "e", "--supersedes", "e"], 2, "itself"),
        (["epoch", "new", "e", "--supersedes", "unknown"], 3, "epoch list"),
        (["epoch", "new", " e"], 2, "name"),
        (["epoch", "new", "e", "--starts", "soon"], 2, "starts"),
        (["epoch", "show", "nothing"], 3, "epoch list"),
        (["epoch", "show", "\udcff"], 2, "name"),
        (["alias", "s", "s"], 2, "itself"),
        (["alias", "s//x", "s"], 2, "alias"),
        (["alias", "s"], 3, "no alias"),
        (["alias", "\udcff"], 2, "subject"),
        (["alias", "t", "s", "--format", "json"], 2, "--format"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_written(scene: Scene, words: list[str], status: int, said: str) -> None:
    before = scene.objects()
    result = scene.run(*words)
    assert (result.exit_code, result.stdout) == (status, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert scene.objects() == before
