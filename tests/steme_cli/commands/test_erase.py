from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.steme.acts.world import ALICE, BOB
from tests.steme_cli.commands.scene import Scene, scene

__all__ = ["scene"]


def everything(scene: Scene) -> bytes:
    return b"".join(file.read_bytes() for file in (scene.path / ".steme").rglob("*") if file.is_file())


def test_the_payload_goes_and_the_reason_stays(scene: Scene) -> None:
    secret = scene.done("assert", "person/jane", "phone", "SECRET-555")
    assert b"SECRET-555" in everything(scene)
    before = scene.json("head")
    done = scene.run("erase", secret, "--reason", "asked for", "--yes")
    assert (done.exit_code, len(done.stdout)) == (0, 65), done.stderr
    assert "The payload of 1 object is gone" in done.stderr
    assert b"SECRET-555" not in everything(scene)
    assert b"person/jane" not in everything(scene), "nor in the terms of the index"
    assert "asked for" in scene.done("show", done.stdout.strip())
    assert "(erased)" in scene.done("show", secret)
    assert scene.run("query", "person/jane", "phone").exit_code == 3
    assert scene.json("head")["count"] == before["count"] + 1
    assert scene.run("fsck").exit_code == 0
    proof = scene.run("tag", "old", before["id"])
    assert proof.exit_code == 0, "the head from before holds"


def test_it_shows_and_asks_first(scene: Scene) -> None:
    (shown,) = scene.json("erase", "study", "--reason", "x", "--dry-run")
    assert (shown["kind"], shown["subject"], shown["referring"], shown["state"]) == (
        "assertion", "study", 1, "would be erased",
    )  # fmt: skip
    refused = scene.run("erase", "study", "--reason", "x")
    assert refused.exit_code == 5
    assert "gone from this repository for good (assertion study)" in refused.stderr
    assert "(erased)" not in scene.done("show", "study")


def test_erasing_twice_says_so_and_records_nothing(scene: Scene) -> None:
    scene.done("erase", "study", "--reason", "x", "--yes")
    objects = scene.objects()
    assert "erased before" in scene.done("erase", "study", "--reason", "again", "--yes")
    assert scene.objects() == objects


def test_what_keeps_others_safe_cannot_be_erased(scene: Scene) -> None:
    reason = scene.done("erase", "first", "--reason", "x", "--yes")
    refused = scene.run("erase", reason, "--reason", "y", "--yes")
    assert (refused.exit_code, "has to stay" in refused.stderr) == (2, True)


@pytest.mark.parametrize("words", [("erase",), ("erase", "study"), ("erase", "--received", "--reason", "x")])
def test_a_wrong_command_line(scene: Scene, words: tuple[str, ...]) -> None:
    assert scene.run(*words).exit_code == 2


def test_what_others_erased_is_listed_and_followed(scene: Scene, tmp_path: Path) -> None:
    """Alice erases a claim of her own and one of Bob's; a clone that had both follows only the first by itself."""
    place = str(tmp_path / "clone")
    assert scene.run("clone", str(scene.path), place).exit_code == 0
    scene.done("erase", "study", "--reason", "hers", "--yes")
    scene.done("erase", "third", "--reason", "his", "--yes")
    there = Scene.__new__(Scene)
    there.path, there.ids = Path(place), scene.ids
    assert there.json("erase", "--received", "--dry-run") == []
    pulled = there.run("pull", key=BOB)
    assert "steme erase --received" in pulled.stdout + pulled.stderr
    waiting = there.json("erase", "--received", "--dry-run")
    assert [(row["reason"], row["by_right"]) for row in waiting] == [("hers", "yes"), ("his", "no")]
    assert there.run("erase", "--received").exit_code == 5, "asks first"
    done = there.run("erase", "--received", "--yes")
    assert done.exit_code == 0
    assert "1 erasure waits" in done.stderr
    assert "(erased)" in there.done("show", "study")
    assert "(erased)" not in there.done("show", "third")
    there.done("erase", "--received", "third", "--yes", key=BOB)
    assert "(erased)" in there.done("show", "third")
    assert there.json("head")["root"] == scene.json("head")["root"]
    assert there.run("fsck").exit_code == 0
    assert there.run("erase", "--received", "first", "--yes").exit_code == 2


def test_answers_that_quote_it_are_counted(scene: Scene) -> None:
    secret = scene.done("assert", "person/jane", "phone", "555")
    scene.done("query", "person/jane", "phone", "--audit")
    done = scene.run("erase", secret, "--reason", "x", "--yes")
    assert "1 recorded answer in .steme/audit" in done.stderr


def test_tails_are_removed_too(scene: Scene) -> None:
    (scene.path / ".steme" / "lost" / "tail-00000001-000000000113").write_bytes(b"perhaps")
    done = scene.run("erase", "study", "--reason", "x", "--yes", key=ALICE)
    assert "lost/tail-00000001-000000000113" in done.stderr
    assert list((scene.path / ".steme" / "lost").iterdir()) == []


def test_compact_keeps_what_there_is(scene: Scene) -> None:
    before = scene.json("head")
    facts = json.loads(scene.done("compact", "--dry-run", "--format", "json"))["steme.compact/v1"]
    assert facts["index_after"] is None
    assert facts["log_after"] <= facts["log_before"]
    made = scene.json("compact")
    assert made["log_after"] == facts["log_after"]
    assert scene.json("head") == before
    assert scene.run("fsck").exit_code == 0
