from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.steme.audit.world import Audited


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Audited]:
    made = Audited(tmp_path / "world")
    yield made
    made.close()
