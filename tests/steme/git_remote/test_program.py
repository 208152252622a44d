"""Git is run with an environment of our making, and its complaints become one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from repo_format.errors import RemoteFailed
from steme.git_remote.program import Git, GitFailed


def test_without_git_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        with pytest.raises(RemoteFailed, match="git is not installed here"):
            Git().run("version")


def test_variables_of_a_hook_do_not_lead_git_astray(tmp_path: Path) -> None:
    given = {**os.environ, "GIT_DIR": "/nowhere", "GIT_WORK_TREE": "/x", "GIT_OBJECT_DIRECTORY": "/y"}
    git = Git(str(tmp_path / "a.git"), environment=given)
    git.run("init", "--quiet", "--bare", "--template=", str(tmp_path / "a.git"))
    assert git.run("rev-parse", "--absolute-git-dir").decode().strip() == str(tmp_path / "a.git")


@pytest.mark.parametrize("name", ["protocol.ext.allow", "core.hooksPath", "transfer.fsckObjects"])
def test_settings_of_the_surroundings_do_not_weaken_ours(tmp_path: Path, name: str) -> None:
    given = {**os.environ, "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": name, "GIT_CONFIG_VALUE_0": "always"}
    assert b"always" not in Git(environment=given).run("config", name)
    assert b"always" not in Git(settings=[(name, "always")]).run("config", name)


def test_a_program_is_never_a_place(tmp_path: Path) -> None:
    git = Git(str(tmp_path / "a.git"), ("https", "ssh"))
    git.run("init", "--quiet", "--bare", "--template=", str(tmp_path / "a.git"))
    with pytest.raises(GitFailed, match="not allowed"):
        git.run("fetch", "--", f"ext::sh -c 'touch {tmp_path}/canary'", "main")
    with pytest.raises(GitFailed, match="not allowed"):
        git.run("fetch", "--", f"file://{tmp_path}/a.git", "main")
    assert not (tmp_path / "canary").exists()


def test_what_git_says_is_shown_as_text_of_a_stranger() -> None:
    with pytest.raises(GitFailed) as caught:
        Git().run("rev-parse", "--verify", "\x1b[31mx", what="find it")
    assert "\x1b" not in str(caught.value)
    assert str(caught.value).startswith("git could not find it: ")
