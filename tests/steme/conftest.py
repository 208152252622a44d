"""The sample repository, for tests of the library."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sample import Sample, build


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The repository for tests that only look at it."""
    return build(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def own_sample(tmp_path: Path) -> Sample:
    """A repository for one test that changes it."""
    return build(tmp_path)
