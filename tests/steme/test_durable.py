from __future__ import annotations

import os
from pathlib import Path

import pytest

from repo_format.errors import Refused, StorageFailed
from steme import durable
from steme.durable import create_file, make_folder, replace_file


def failing_sync(file: int) -> None:
    raise OSError(5, "Input/output error")


def test_creates_with_the_mode_asked_for(tmp_path: Path) -> None:
    create_file(str(tmp_path / "a"), b"one", 0o600)
    assert (tmp_path / "a").read_bytes() == b"one"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["a"]


def test_never_creates_over_anything(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("old")
    (tmp_path / "dangling").symlink_to(tmp_path / "elsewhere")
    for name in ("there", "dangling"):
        with pytest.raises(Refused, match="exists already"):
            create_file(str(tmp_path / name), b"new")
    assert (tmp_path / "there").read_text() == "old"
    assert not (tmp_path / "elsewhere").exists()


def test_replaces_whole_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old and longer")
    replace_file(str(path), b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a"]


def test_a_failing_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    monkeypatch.setattr(durable.os, "fsync", failing_sync)
    with pytest.raises(StorageFailed, match="could not be written: Input/output error"):
        replace_file(str(path), b"new")
    with pytest.raises(StorageFailed, match="could not be written"):
        create_file(str(tmp_path / "b"), b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_syncs_the_file_before_the_rename_and_the_folder_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    fsync, rename = os.fsync, os.rename

    def recording_sync(file: int) -> None:
        calls.append("folder" if os.path.isdir(f"/proc/self/fd/{file}") else "file")
        fsync(file)

    def recording_rename(old: str, new: str) -> None:
        calls.append("rename")
        rename(old, new)

    monkeypatch.setattr(durable.os, "fsync", recording_sync)
    monkeypatch.setattr(durable.os, "rename", recording_rename)
    replace_file(str(tmp_path / "a"), b"new")
    assert calls == ["file", "rename", "folder"]


def test_makes_folders_for_the_owner_alone(tmp_path: Path) -> None:
    make_folder(str(tmp_path / "a" / "b"))
    make_folder(str(tmp_path / "a" / "b"))
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700


def test_a_file_in_the_way_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(StorageFailed):
        make_folder(str(tmp_path / "a" / "b"))


def test_unprintable_paths_are_escaped_in_messages(tmp_path: Path) -> None:
    path = tmp_path / "bad\x1b[31m"
    path.write_text("")
    with pytest.raises(Refused) as caught:
        create_file(str(path), b"")
    assert str(caught.value).isprintable()
