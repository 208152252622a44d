from __future__ import annotations

from pathlib import Path

import pytest

from tests.steme_cli.commands.scene import Scene, scene

__all__ = ["scene"]

BYTE = 300


@pytest.fixture
def remote(scene: Scene, tmp_path: Path) -> str:
    place = str(tmp_path / "remote")
    assert scene.run("clone", str(scene.path), place).exit_code == 0
    scene.done("remote", "add", "other", place)
    return place


def log(scene: Scene) -> Path:
    return scene.path / ".steme" / "log" / "active.seg"


def spoil(scene: Scene, size: int = 20) -> bytes:
    good = log(scene).read_bytes()
    log(scene).write_bytes(good[:BYTE] + bytes(size) + good[BYTE + size :])
    return good


@pytest.mark.parametrize("source", ["other", "PATH", "file://PATH"])
def test_a_lost_object_is_fetched_and_the_log_is_the_same(scene: Scene, remote: str, source: str) -> None:
    good = spoil(scene)
    assert scene.run("fsck").exit_code == 6
    source = source.replace("PATH", remote)
    told = scene.run("fsck", "--repair-from", source, "--dry-run")
    assert told.exit_code == 6
    assert "for 1 object: " in told.stderr
    assert log(scene).read_bytes() != good
    done = scene.run("fsck", "--repair-from", source)
    assert done.exit_code == 0, done.stderr
    assert "The log is mended" in done.stderr
    assert log(scene).read_bytes() == good
    assert [file.name for file in (scene.path / ".steme" / "lost").iterdir()] == ["bad-00000001-000000000113"]


def test_a_backup_gives_back_what_stood_there(scene: Scene, tmp_path: Path) -> None:
    scene.done("backup", str(tmp_path / "copy"))
    good = log(scene).read_bytes()
    log(scene).write_bytes(good[:2000])
    assert scene.run("fsck", "--repair-from", str(tmp_path / "copy")).exit_code == 0
    assert log(scene).read_bytes() == good


def test_what_cannot_be_had_is_named_and_nothing_changes(scene: Scene, tmp_path: Path) -> None:
    empty = str(tmp_path / "empty")
    assert scene.run("init", empty).exit_code == 0
    spoil(scene)
    damaged = log(scene).read_bytes()
    done = scene.run("fsck", "--repair-from", empty)
    assert done.exit_code == 6
    assert "Not to be had: 1 object" in done.stderr
    assert "Nothing was changed" in done.stderr
    assert log(scene).read_bytes() == damaged


def test_without_damage_nothing_is_done(scene: Scene, remote: str) -> None:
    good = log(scene).read_bytes()
    assert scene.run("fsck", "--repair-from", "other").exit_code == 0
    assert log(scene).read_bytes() == good


@pytest.mark.parametrize("words", [("--dry-run",), ("--repair-from", "x", "--quick"), ("--key", "alice")])
def test_a_wrong_command_line(scene: Scene, words: tuple[str, ...]) -> None:
    assert scene.run("fsck", *words).exit_code == 2


def test_a_source_that_is_none(scene: Scene) -> None:
    spoil(scene)
    assert scene.run("fsck", "--repair-from", "/nowhere").exit_code == 3


def test_what_was_erased_here_stays_erased(scene: Scene, remote: str) -> None:
    scene.done("erase", "paper", "--reason", "x", "--yes")
    good = log(scene).read_bytes()
    log(scene).write_bytes(good[:170] + bytes(60) + good[230:])
    done = scene.run("fsck", "--repair-from", "other")
    assert done.exit_code == 0, done.stderr
    assert "1 object fetched" in done.stderr
    assert "(erased)" in scene.done("show", "paper")
    assert log(scene).read_bytes() == good
