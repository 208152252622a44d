"""The benchmarks stand outside the packages; this lets tests import them, and the processes that they start."""

import os
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
sys.path.insert(0, str(TOP / "benchmarks"))


@pytest.fixture(autouse=True)
def _paths_of_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(TOP / "benchmarks"), str(TOP))))
