from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Program


def test_it_makes_a_repository_once(steme: Program, tmp_path: Path) -> None:
    first = steme("init")
    assert (first.status, first.stdout) == (0, f"Initialized empty repository in {tmp_path}/.steme\n")
    again = steme("init")
    assert (again.status, again.stdout) == (5, "")
    assert "already" in again.stderr


def test_a_directory_is_made_on_the_way(steme: Program, tmp_path: Path) -> None:
    made = steme("init", "a/b", "--format", "json")
    assert json.loads(made.stdout)["steme.init/v1"]["path"] == f"{tmp_path}/a/b/.steme"
    assert steme("-C", "a/b", "query", "s", "p").status == 3


def test_a_file_in_the_way(steme: Program, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = steme("init", "file")
    assert (done.status, len(done.stderr.splitlines())) == (9, 1)


def test_who_has_no_key_is_told_how_to_make_one(steme: Program, tmp_path: Path) -> None:
    here = {"STEME_CONFIG_HOME": str(tmp_path / "config")}
    assert "`steme key new NAME`" in steme("init", "one", env=here).stderr
    listed = steme("key", "list", env=here)
    assert (listed.status, listed.stdout) == (0, "")
    assert "`steme key new NAME`" in listed.stderr
    assert steme("key", "list", "--format", "csv", env=here).stderr == ""
    assert steme("key", "new", "alice", env=here).status == 0
    assert steme("init", "two", env=here).stderr == ""
    assert steme("key", "list", env=here).stderr == ""
