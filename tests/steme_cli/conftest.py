"""For tests that run commands in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from steme_cli import invocation


@pytest.fixture(autouse=True)
def _back_where_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """`-C` changes the directory of the process, and global options the invocation."""
    monkeypatch.chdir(Path.cwd())
    yield
    invocation.begin()
