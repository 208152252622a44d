"""The walk through examples/wallet prints what its README says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from aphoria.claims.entry import SIGNED
from aphoria.claims.file import ClaimsFile

WALLET = Path(__file__).parents[2] / "examples/wallet"
README = WALLET / "README.md"
PROGRAMS = {"steme": "steme_cli.main", "aphoria": "steme_cli.linter"}


class Step(NamedTuple):
    """A command of the README and what it prints there."""

    command: str
    prints: str


def steps(text: str) -> Iterator[Step]:
    for block in re.findall(r"^```\n(\$ .*?)^```$", text, re.DOTALL | re.MULTILINE):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, prints = step.partition("\n")
            yield Step(command, prints)


class Walk:
    """Somebody who follows the README in a copy of the example."""

    def __init__(self, place: Path) -> None:
        self.top = place / "wallet"
        shutil.copytree(WALLET, self.top)
        programs = place / "programs"
        programs.mkdir()
        for name, module in PROGRAMS.items():
            start = f"from {module} import main; main()"
            (programs / name).write_text(f"#!/bin/sh\nexec {sys.executable} -c '{start}' \"$@\"\n")
            (programs / name).chmod(0o755)
        who = {f"GIT_{role}_{what}": "me" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        own = {"STEME_CONFIG_HOME": place / "home", "XDG_CACHE_HOME": place / "cache", "PYTHONUNBUFFERED": "1"}
        path = f"{programs}:{os.environ['PATH']}"
        self._surroundings = {**os.environ, **who, **{name: str(value) for name, value in own.items()}, "PATH": path}

    def run(self, command: str) -> str:
        """What a terminal would show."""
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.top, env=self._surroundings, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        return done.stdout.rstrip() + "\n" if done.stdout.strip() else ""


def is_as_written(printed: str, written: str) -> bool:
    """Whether it is, ``…`` being anything within a line."""
    return re.fullmatch(".*?".join(map(re.escape, written.rstrip().split("…"))), printed.rstrip()) is not None


def test_the_walk_is_as_written(tmp_path: Path) -> None:
    walk = Walk(tmp_path)
    done = [(step, walk.run(step.command)) for step in steps(README.read_text())]
    assert len(done) > 10
    for step, printed in done:
        assert is_as_written(printed, step.prints), f"$ {step.command}\n{printed}"


def test_a_difference_is_seen() -> None:
    assert is_as_written("a 12 b\n", "a … b\n")
    assert not is_as_written("a 12 c\n", "a … b\n")
    assert not is_as_written("a\nb\n", "a…\n")


def test_the_claims_are_signed_by_the_key_in_the_readme() -> None:
    entries = ClaimsFile.read(str(WALLET / ".aphoria/claims.toml")).entries
    (key,) = re.findall(r"`([0-9a-f]{64})`", README.read_text())
    assert {(one.state, one.claim.author) for one in entries} == {(SIGNED, key)}
    assert len({one.claim.comparison for one in entries}) >= 8


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)]+)\)", README.read_text()))
def test_what_it_links_to_is_there(link: str) -> None:
    assert (WALLET / link).exists()
