from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.steme.trust.people import People


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    made = People(tmp_path / "claims")
    yield made
    made.repository.close()
