"""Two repositories that know each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from steme.repository import Repository
from tests.steme.exchange.world import ALICE, BOB, made


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Repository]:
    """An empty repository."""
    with made(tmp_path / "here", ALICE) as repository:
        yield repository


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Repository]:
    """A repository of 300 claims by Bob."""
    with made(tmp_path / "there", BOB, range(300)) as repository:
        yield repository
