"""The campaigns are modules beside these tests; scripts/fuzz runs their long forms."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))


@pytest.fixture(scope="session")
def _specimen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from mutation import specimen

    parent = tmp_path_factory.mktemp("specimen")
    specimen.build(parent)
    return parent


@pytest.fixture
def specimen_copy(_specimen: Path, tmp_path: Path) -> Path:
    """A copy of the specimen, for this test alone; its index is a copy too and so will be made again."""
    shutil.copytree(_specimen, tmp_path / "repository", symlinks=True)
    return tmp_path / "repository"
