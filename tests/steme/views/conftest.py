from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.steme.views.worlds import Kept


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Kept]:
    made = Kept(tmp_path / "world")
    yield made
    made.close()
