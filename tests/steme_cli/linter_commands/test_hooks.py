"""`aphoria hooks`, and the hooks it installs, in the hands of the real git."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from steme_cli.linter_commands import hooks as command
from tests.steme_cli.linter_commands.conftest import Git, Run
from tests.steme_cli.linter_commands.test_claims import MADE, TLS

BAD = "import requests\nrequests.get(url, verify=False)\n"
GOOD = "import requests\nrequests.get(url, verify=True)\n"


@pytest.fixture(autouse=True)
def _its_program(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_program", lambda: str(program))


def test_what_breaks_a_claim_is_not_committed(project: Path, aphoria: Run, git: Git) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    assert aphoria("hooks", "install").stdout == "installed .git/hooks/pre-commit\n"
    git("add", ".")
    refused = git("commit", "-q", "-m", "first", ok=False)
    assert "src/net/client.py:2: BLOCK a-1" in refused.stderr
    (project / "src/net/client.py").write_text(GOOD)
    git("commit", "-q", "-m", "first", ok=False)  # the index still has the bad one
    git("add", ".")
    git("commit", "-q", "-m", "first")


def test_what_contradicts_an_authority_is_not_committed_either(project: Path, aphoria: Run, git: Git) -> None:
    aphoria("hooks", "install")
    git("add", ".")
    assert "BLOCK tls-certificate" in git("commit", "-q", "-m", "first", ok=False).stderr
    git("commit", "-q", "--no-verify", "-m", "first")
    (project / "README.md").write_text("what was there before stops nobody\n")
    git("add", ".")
    git("commit", "-q", "-m", "second")


def test_what_is_named_to_commit_is_what_is_looked_at(project: Path, aphoria: Run, git: Git) -> None:
    (project / "src/net/client.py").write_text(GOOD)
    git("add", ".")
    git("commit", "-q", "-m", "first")
    aphoria("hooks", "install")
    (project / "src/net/client.py").write_text(BAD)
    assert "client.py:2: BLOCK" in git("commit", "-q", "-m", "x", "src/net/client.py", ok=False).stderr
    assert "client.py:2: BLOCK" in git("commit", "-q", "-a", "-m", "x", ok=False).stderr
    (project / "other.py").write_text("")
    git("add", "other.py")
    git("commit", "-q", "-m", "x")


def test_the_baseline_counts(aphoria: Run, git: Git) -> None:
    aphoria("hooks", "install")
    git("add", ".")
    git("commit", "-q", "-m", "first", ok=False)
    aphoria("baseline", "save")
    git("commit", "-q", "-m", "first")


def test_the_earlier_hook_is_run_first_and_may_refuse(project: Path, aphoria: Run, git: Git) -> None:
    earlier = project / ".git/hooks/pre-commit"
    earlier.write_text("#!/bin/sh\necho earlier >&2\n[ ! -e stop ]\n")
    earlier.chmod(0o755)
    assert "--chain" in aphoria("hooks", "install", status=5).stderr
    aphoria("hooks", "install", "--chain")
    git("add", ".")
    refused = git("commit", "-q", "-m", "first", ok=False).stderr
    assert refused.index("earlier") < refused.index("BLOCK")
    (project / "src/net/client.py").write_text(GOOD)
    git("add", ".")
    (project / "stop").write_text("")
    assert git("commit", "-q", "-m", "first", ok=False).stderr == "earlier\n"
    (project / "stop").unlink()
    assert "earlier\n" in git("commit", "-q", "-m", "first").stderr
    aphoria("hooks", "uninstall")
    assert earlier.read_text().startswith("#!/bin/sh\necho earlier")


def test_a_project_below_the_top_in_a_worktree(
    project: Path, aphoria: Run, git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = project / "services" / "it's"
    (inner / ".aphoria").mkdir(parents=True)
    (inner / "app.py").write_text(BAD)
    (project / ".aphoria").mkdir()
    monkeypatch.chdir(inner)
    aphoria("hooks", "install")
    git("add", "src")
    git("commit", "-q", "-m", "not of this project")
    git("worktree", "add", "-q", str(tmp_path / "other"))
    git("add", ".")
    assert "app.py:2: BLOCK" in git("commit", "-q", "-m", "x", ok=False).stderr
    other = tmp_path / "other" / "services" / "it's"
    other.mkdir(parents=True)
    (other / "new.py").write_text(BAD)
    git("add", ".", cwd=tmp_path / "other")
    assert "new.py:2: BLOCK" in git("commit", "-q", "-m", "x", cwd=tmp_path / "other", ok=False).stderr


def test_a_push_finds_what_is_missing(project: Path, aphoria: Run, git: Git, tmp_path: Path) -> None:
    (project / "src/net/client.py").write_text(GOOD)
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    aphoria("hooks", "install", "--hook", "pre-commit", "--hook", "pre-push")
    git("init", "-q", "--bare", str(tmp_path / "bare"))
    git("add", ".")
    git("commit", "-q", "-m", "first")
    git("push", "-q", str(tmp_path / "bare"), "main")
    git("rm", "-q", "src/net/client.py")
    git("commit", "-q", "-m", "second")
    assert "1 MISSING" in git("push", "-q", str(tmp_path / "bare"), "main", ok=False).stderr
    git("push", "-q", "--no-verify", str(tmp_path / "bare"), "main")


def test_the_state_can_be_asked_for(project: Path, aphoria: Run, git: Git) -> None:
    assert "would install .git/hooks/pre-commit" in aphoria("hooks", "install", "--dry-run").stdout
    aphoria("hooks", "install")
    (project / ".git/hooks/pre-push").write_text("#!/bin/sh\n")
    rows = json.loads(aphoria("hooks", "status", "--format", "json").stdout)["aphoria.hooks/v1"]
    assert [(one["hook"], one["state"]) for one in rows] == [("pre-commit", "installed"), ("pre-push", "foreign")]
    assert aphoria("hooks", "uninstall").stdout == (
        "removed .git/hooks/pre-commit\nnothing to do: .git/hooks/pre-push is foreign\n"
    )
    assert "there are pre-commit, pre-push" in aphoria("hooks", "install", "--hook", "x", status=2).stderr


def test_outside_of_git(project: Path, aphoria: Run) -> None:
    assert "is not in a git repository" in aphoria("hooks", "status", status=3).stderr
