from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from repo_format.objects.source import Source
from steme.importing.options import Defaults, Options
from steme.importing.report import Report
from steme.importing.run import import_stream
from steme.repository import Repository
from tests.steme.claims import ALICE, DAY

Import = Callable[..., Report]


def _made(path: Path) -> Repository:
    made, author = Repository.init(str(path)), ALICE.public.hex()
    made.add([Source(author=author, name="census", tier=1, time=1), Source(author=author, name="diary", time=2)], ALICE)
    return made


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    """A repository with two sources by alice: census of tier 1, and diary, which has none."""
    with _made(tmp_path / "claims") as made:
        yield made


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    """The same for tests that change nothing."""
    with _made(tmp_path_factory.mktemp("known")) as made:
        yield made


@pytest.fixture
def take(repository: Repository) -> Import:
    """Import lines as alice at noon of the first day; keywords are defaults, or options under their names."""

    def run(*lines: str | bytes, into: Repository = repository, **more: object) -> Report:
        chosen = {name: more.pop(name) for name in Options.__slots__ if name in more}
        defaults = Defaults(**{"time": DAY, **more})  # type: ignore[arg-type]
        data = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
        return import_stream(into, ALICE, io.BytesIO(data), Options(defaults=defaults, **chosen))  # type: ignore[arg-type]

    return run
