from __future__ import annotations

from pathlib import Path

import pytest

from aphoria.extractor import shipped
from aphoria.selection import Selection
from repo_format.errors import InvalidInput


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    top = tmp_path / "wallet"
    (top / "tests").mkdir(parents=True)
    for path in ("a.py", "b.py", "tests/test_a.py"):
        (top / path).write_text("verify = 1\n")
    monkeypatch.chdir(top)
    return top


def test_everything_leaves_tests_out_unless_asked_for(top: Path) -> None:
    assert Selection(str(top)).scan(shipped()).files == 2
    assert Selection(str(top), tests=True).scan(shipped()).files == 3
    assert Selection(str(top)).whole


def test_files_that_are_named_are_looked_at_whatever_they_are(top: Path) -> None:
    some = Selection(str(top), ["tests/test_a.py", "./a.py"])
    assert some.scan(shipped()).files == 2
    assert not some.whole


def test_how_far_it_is_is_told(top: Path) -> None:
    done: list[int] = []
    Selection(str(top), cached=False).scan(shipped(), done.append)
    assert sum(done) == 2


@pytest.mark.parametrize(
    ("files", "problem"),
    [(["../x.py"], "lies outside"), (["/etc/hosts"], "lies outside"), (["c.py"], "there is no")],
)
def test_files_that_are_not_there(top: Path, files: list[str], problem: str) -> None:
    with pytest.raises(InvalidInput, match=problem):
        Selection(str(top), files).scan(shipped())


def test_one_way_to_choose_at_a_time(top: Path) -> None:
    with pytest.raises(InvalidInput, match="one of them"):
        Selection(str(top), ["a.py"], since="HEAD")
    with pytest.raises(InvalidInput, match="one of them"):
        Selection(str(top), staged=True, since="HEAD")
