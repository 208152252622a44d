"""`steme source quarantine`, `retract`, `activate` and `impact`."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import pytest

from steme.acting.impact import impact
from steme_cli.render import cascade
from tests.steme.acts.world import BOB, CAROL, DAVE, World
from tests.steme_cli.commands.scene import Scene, scene

__all__ = ["scene"]


def test_quarantine_and_back(scene: Scene) -> None:
    result = scene.run("source", "quarantine", "paper-17", "--reason", "under review")
    assert (result.exit_code, len(result.stdout), result.stderr) == (0, 65, "1 claim steps aside.\n")
    assert (scene.aside("study"), scene.aside()) == ({"source quarantined": 1}, {})
    result = scene.run("source", "retract", "paper-17", "--reason", "withdrawn")
    assert result.stderr == "3 claims step aside.\n", "the one was aside already"
    result = scene.run("source", "activate", "paper-17", "--reason", "an error of the journal")
    assert result.stderr == "4 claims come back.\n"


def test_a_dry_run_and_a_refusal(scene: Scene) -> None:
    before = scene.objects()
    rows = scene.json("source", "retract", "paper-17", "--reason", "x", "--dry-run")
    assert [row["reason"] for row in rows] == ["source retracted", *["parent retracted"] * 3]
    for verb in ("quarantine", "retract", "activate"):
        refused = scene.run("source", verb, "paper-17", "--reason", "x", key=DAVE)
        assert (refused.exit_code, "policy.acts is author" in refused.stderr) == (5, True)
        assert scene.run("source", verb, "paper-17").exit_code == 2, "without a reason"
        assert scene.run("source", verb, "nowhere", "--reason", "x").exit_code == 3
    assert scene.objects() == before


def test_impact_by_predicate_author_and_claim(scene: Scene) -> None:
    scene.done("retract", "third", "--reason", "x", "--key", "bob")
    result = scene.run("source", "impact", "paper-17")
    assert result.stderr == (
        "4 claims by 2 authors on 2 questions rest on paper-17 (active): 1 cites it, 3 follow from those; "
        "1 steps aside today\n"
    )
    assert result.stdout.splitlines()[1].split() == ["p", "4", "1", "3", "1", "2", "2"]
    authors = scene.json("source", "impact", "paper-17", "--by", "author")
    assert [(row["author_label"], row["claims"], row["direct"], row["aside"]) for row in authors] == [
        ("bob", 3, 0, 1),
        ("alice", 1, 1, 0),
    ]
    claims = list(
        csv.DictReader(io.StringIO(scene.done("source", "impact", "paper-17", "--by", "claim", "--format", "csv")))
    )
    assert [(row["depth"], row["subject"], row["aside"]) for row in claims] == [
        ("1", "study", ""),
        ("2", "s", ""),
        ("3", "s", ""),
        ("4", "s", "retracted"),
    ]


def test_impact_of_nothing_and_of_what_is_no_source(scene: Scene) -> None:
    scene.done("source", "add", "empty")
    result = scene.run("source", "impact", "empty")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no claim rests on empty (active)\n")
    assert scene.run("source", "impact", "study").exit_code == 2
    assert scene.run("source", "impact", "nowhere").exit_code == 3


def test_a_picture_needs_matplotlib(scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    result = scene.run("source", "impact", "paper-17", "--plot", str(tmp_path / "x.png"))
    assert (result.exit_code, result.stdout) == (3, "")
    assert "pip install 'steme[plot]'" in result.stderr
    assert not (tmp_path / "x.png").exists()


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_a_picture(scene: Scene, tmp_path: Path, ending: str) -> None:
    pytest.importorskip("matplotlib")
    with scene.world() as world:
        for number in range(60):
            world.claim(CAROL, number, subject="$x$ \u65e5\u672c", predicate="$\\frac", parent=scene.ids["third"])
        world.retract(BOB, scene.ids["first"], cascade=True)
    file = tmp_path / f"x.{ending}"
    result = scene.run("source", "impact", "paper-17", "--plot", str(file))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert file.read_bytes()[:4] in (b"\x89PNG", b"<?xm", b"%PDF")


@pytest.mark.parametrize(
    ("words", "status"), [(["x.gif"], 2), (["nowhere/x.png"], 9), (["x.png", "--format", "json"], 2)]
)
def test_a_picture_that_cannot_be_written(scene: Scene, words: list[str], status: int) -> None:
    if status == 9:
        pytest.importorskip("matplotlib")
    result = scene.run("source", "impact", "paper-17", "--plot", *words)
    assert (result.exit_code, len(result.stderr.splitlines())) == (status, 1)


def test_places_of_a_tree_do_not_cross(tmp_path: Path) -> None:
    world = World(tmp_path / "world")
    source = world.source(CAROL, "src")
    top = [world.claim(BOB, number, source=source) for number in range(3)]
    for number in range(12):
        world.claim(BOB, 10 + number, parent=top[number % 3])
    with world.repository.snapshot() as view:
        found = impact(view, "src")
    spots = cascade.places(found)
    world.close()
    assert spots[found.source.id] == (0, 5.5)
    assert [spots[bytes.fromhex(one)] for one in top] == [(1, 1.5), (1, 5.5), (1, 9.5)]
    leaves = [spots[one.row.id][1] for one in found.claims if one.depth == 2]
    assert sorted(leaves) == [float(line) for line in range(12)]
