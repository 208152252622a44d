"""A project with code and a key, and `aphoria` run in it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from steme_cli import linter

Run = Callable[..., Result]
Git = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A wallet that does not verify certificates."""
    monkeypatch.setenv("STEME_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    top = tmp_path / "wallet"
    (top / "src" / "net").mkdir(parents=True)
    (top / "src" / "net" / "client.py").write_text("import requests\nrequests.get(url, verify=False)\n")
    monkeypatch.chdir(top)
    from steme.keys.changes import create_key

    create_key("me")
    return top


@pytest.fixture
def aphoria(project: Path) -> Run:
    """Run one command line; the status is checked."""
    runner = CliRunner()

    def run(*words: str, status: int = 0, input: str = "") -> Result:
        done = runner.invoke(linter.app, list(words), input=input)
        assert done.exit_code == status, done.output
        return done

    return run


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program `aphoria` that is this one, first on the path."""
    made = tmp_path / "bin" / "aphoria"
    made.parent.mkdir()
    start = "from steme_cli.linter import main; main()"
    made.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{start}' \"$@\"\n")
    made.chmod(0o755)
    monkeypatch.setenv("PATH", str(made.parent), prepend=":")
    return made


@pytest.fixture
def git(project: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Git in the project, a new repository; the status is checked."""
    for name, value in (("NAME", "a"), ("EMAIL", "a@example.org")):
        monkeypatch.setenv(f"GIT_AUTHOR_{name}", value)
        monkeypatch.setenv(f"GIT_COMMITTER_{name}", value)

    def run(*words: str, cwd: Path = project, ok: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(["git", *words], cwd=cwd, capture_output=True, text=True, check=False)
        assert (done.returncode == 0) is ok, done.stdout + done.stderr
        return done

    run("init", "-q", "-b", "main")
    return run
