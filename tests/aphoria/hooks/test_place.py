"""Our idea of where hooks belong is that of git itself."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pygit2
import pytest
from pygit2.enums import ConfigLevel

from aphoria.hooks.place import Place
from repo_format.errors import NotFound, Refused

WHO = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]


def git(top: Path, *words: str) -> str:
    return subprocess.run(["git", *WHO, *words], cwd=top, check=True, capture_output=True, text=True).stdout.strip()


def as_git_has_it(top: Path) -> str:
    return os.path.normpath(os.path.join(os.path.realpath(top), git(top, "rev-parse", "--git-path", "hooks")))


@pytest.fixture
def top(tmp_path: Path) -> Path:
    made = tmp_path / "wallet"
    made.mkdir()
    git(made, "init", "-q")
    return made


@pytest.mark.parametrize("setting", ["", ".githooks", "./a/../hooks", "~/all-hooks", "/nowhere/hooks", ".git/own"])
def test_the_folder_is_that_of_git(top: Path, setting: str) -> None:
    if setting:
        git(top, "config", "core.hooksPath", setting)
    assert Place(str(top)).folder == as_git_has_it(top)


def test_a_worktree_shares_the_hooks(top: Path, tmp_path: Path) -> None:
    git(top, "commit", "-q", "--allow-empty", "-m", "first")
    git(top, "worktree", "add", "-q", str(tmp_path / "other"))
    place = Place(str(tmp_path / "other"))
    assert place.folder == as_git_has_it(tmp_path / "other") == str(top / ".git" / "hooks")
    assert place.top == str(tmp_path / "other")
    git(top, "config", "core.hooksPath", ".githooks")
    assert Place(str(tmp_path / "other")).folder == str(tmp_path / "other" / ".githooks")


def test_a_project_may_lie_below_the_top(top: Path) -> None:
    (top / "services" / "wallet").mkdir(parents=True)
    assert Place(str(top / "services" / "wallet")).project == "services/wallet"
    assert Place(str(top)).project == "."


def test_what_all_repositories_share_is_left_alone(top: Path, tmp_path: Path) -> None:
    own = tmp_path / "home"
    own.mkdir()
    before = pygit2.settings.search_path[ConfigLevel.GLOBAL]
    pygit2.settings.search_path[ConfigLevel.GLOBAL] = str(own)
    try:
        (own / ".gitconfig").write_text(f"[core]\n\thooksPath = {tmp_path}/all-hooks\n")
        with pytest.raises(Refused, match="for all repositories of yours"):
            Place(str(top)).refuse_foreign()
        git(top, "config", "core.hooksPath", str(tmp_path / "ours"))
        Place(str(top)).refuse_foreign()
        git(top, "config", "--unset", "core.hooksPath")
        (own / ".gitconfig").write_text("[core]\n\thooksPath = .githooks\n")
        Place(str(top)).refuse_foreign()
        assert Place(str(top)).folder == str(top / ".githooks")
    finally:
        pygit2.settings.search_path[ConfigLevel.GLOBAL] = before


def test_outside_of_git_and_in_a_bare_repository(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="not in a git repository"):
        Place(str(tmp_path))
    git(tmp_path, "init", "-q", "--bare", "bare")
    with pytest.raises(Refused, match="without a working tree"):
        Place(str(tmp_path / "bare"))
