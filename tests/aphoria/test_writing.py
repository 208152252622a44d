from __future__ import annotations

import os
from pathlib import Path

import pytest

from aphoria.writing import replace_file
from repo_format.errors import StorageFailed


def test_a_file_and_its_folder_are_made_for_everybody_who_may_read_the_project(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        replace_file(str(tmp_path / "a" / "b" / "c.toml"), b"1")
    finally:
        os.umask(before)
    assert (tmp_path / "a" / "b" / "c.toml").read_bytes() == b"1"
    assert (tmp_path / "a" / "b" / "c.toml").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o755


def test_nothing_is_left_beside_it(tmp_path: Path) -> None:
    for content in (b"1", b"2"):
        replace_file(str(tmp_path / "c.toml"), content)
    assert [path.name for path in tmp_path.iterdir()] == ["c.toml"]
    assert (tmp_path / "c.toml").read_bytes() == b"2"


def test_where_it_cannot_be_the_old_one_stays(tmp_path: Path) -> None:
    (tmp_path / "c").write_text("old")
    with pytest.raises(StorageFailed):
        replace_file(str(tmp_path / "c" / "d.toml"), b"1")
    assert (tmp_path / "c").read_text() == "old"
