"""A log to forge, from the campaigns of tests/damage."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from repo_format.checking.check import check
from repo_format.checking.finding import Finding

DAMAGE = Path(__file__).resolve().parents[2] / "damage"
if str(DAMAGE) not in sys.path:
    sys.path.insert(0, str(DAMAGE))

Forged = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A repository of one segment: a sealed commit, and one of single objects with a tag."""
    from mutation import relinking

    relinking.build(tmp_path)
    return tmp_path


@pytest.fixture
def found(place: Path) -> Callable[[], list[Finding]]:
    """What a check finds there, the index left alone."""
    return lambda: check(str(place), index=False).findings


@pytest.fixture
def forge(place: Path, found: Callable[[], list[Finding]]) -> Forged:
    """Write a log of other bodies, chained anew, with new ``heads`` if asked; words and sentences of the findings."""

    def run(bodies: list[tuple[int, int, bytes]], heads: bool = False) -> list[tuple[str, str]]:
        from mutation import relinking

        relinking.write(place, relinking.with_new_heads(bodies) if heads else bodies)
        return [(finding.what, finding.message) for finding in found()]

    return run


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For tests that change nothing."""
    from mutation import specimen

    place = tmp_path_factory.mktemp("made")
    specimen.build(place)
    return place


@pytest.fixture
def made(made_once: Path, tmp_path: Path) -> Path:
    """A copy, with its index as good as where it was made."""
    from mutation import index_damage

    shutil.copytree(made_once, tmp_path / "copy")
    index_damage.restate(tmp_path / "copy" / ".steme" / "index", "clean")
    return tmp_path / "copy"
