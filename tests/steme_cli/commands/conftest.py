"""The sample repository, for tests of commands, and a way to run them there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Finished, Program
from tests.sample import Sample, build
from tests.steme_cli.commands.pair import Pair

Here = Callable[..., Finished]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The repository for tests that only look at it."""
    return build(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def own_sample(tmp_path: Path) -> Sample:
    """A repository for one test that changes it."""
    return build(tmp_path)


@pytest.fixture
def here(sample: Sample, steme: Program) -> Here:
    """Run `steme` as a process in the sample repository, with the keys of alice and bob."""
    return lambda *words, **more: steme(*words, cwd=sample.path, env=sample.env, **more)


@pytest.fixture
def pair(tmp_path: Path, steme: Program) -> Pair:
    """Alice and Bob, who have shared nothing yet."""
    return Pair(tmp_path, steme)
