"""A repository to receive into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from steme.receiving import inspection
from steme.repository import Repository


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Repository]:
    """An empty repository."""
    with Repository.init(str(tmp_path / "here")) as repository:
        yield repository


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers check even the smallest pack."""
    monkeypatch.setattr(inspection, "ENOUGH", 0)
    monkeypatch.setattr("steme.receiving.workers.cores", lambda: 2)
