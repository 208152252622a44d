"""What all tests share: surroundings of their own, and a way to run the program as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

TOP = Path(__file__).resolve().parents[1]


class Finished(NamedTuple):
    """A process that has ended."""

    status: int
    stdout: str
    stderr: str


Program = Callable[..., Finished]


@pytest.fixture(scope="session", autouse=True)
def _own_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test sees the configuration of whoever runs it, or writes there."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("STEME_")]:
            patch.delenv(name)
        for name in ("NO_COLOR", "PAGER", "FORCE_COLOR", "COLUMNS", "LINES", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
            patch.delenv(name, raising=False)
        patch.setenv("HOME", str(home))
        patch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
        patch.setenv("PYTHONPATH", str(TOP))
        patch.delenv("PYTHONUNBUFFERED", raising=False)
        yield


@pytest.fixture
def steme(tmp_path: Path) -> Program:
    """Run `steme` as a process: ``steme("query", "a", cwd=..., input=..., env={...})``. Starts in ``tmp_path``."""

    def run(
        *words: str, cwd: Path = tmp_path, input: str = "", env: Mapping[str, str] | None = None, timeout: float = 60
    ) -> Finished:
        done = subprocess.run(
            [sys.executable, "-m", "steme_cli", *words],
            cwd=cwd,
            input=input,
            env={**os.environ, **(env or {})},
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        return Finished(done.returncode, done.stdout, done.stderr)

    return run
