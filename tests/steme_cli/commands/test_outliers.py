"""`steme outliers`: the table, what it says below it, and the other formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from repo_format.objects.source import Source
from steme.repository import Repository
from steme_cli.app import app
from tests.steme.claims import ALICE, BOB, DAY, assertion

pytest.importorskip("numpy")
runner = CliRunner()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with Repository.init(str(tmp_path)) as repository:
        names = ("north", "south", "west")
        ids, _ = repository.add([Source(author=ALICE.public.hex(), name=name, time=DAY) for name in names], ALICE)
        for key, number, source, day in ((ALICE, 10, 0, 1), (BOB, 11, 1, 1), (ALICE, 40, 2, 5)):
            claim = assertion(key, "bridge/1", "width", number, source=ids[source].hex(), time=day * DAY)
            repository.add([claim], key)
    return tmp_path


def run(place: Path, *words: str) -> str:
    done = runner.invoke(app, ["-C", str(place), "outliers", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_table(place: Path) -> None:
    lines = run(place).splitlines()
    assert lines[0].split() == ["SOURCE", "FURTHEST", "OF", "SHARE", "DISTANCE"]
    assert lines[1].split() == ["west", "1", "1", "100.0", "%", "██████████", "0.72"]
    assert lines[-1] == "1 contested question with three or more answers in numbers"


def test_rows_for_programs(place: Path) -> None:
    first = json.loads(run(place, "--format", "json"))["steme.outliers/v1"][0]
    assert (first["source"], first["furthest"], first["of"], first["share"]) == ("west", 1, 1, 1.0)
    assert len(first["id"]) == 64
    assert run(place, "--format", "csv").startswith("source,furthest,of,share,distance\nwest,1,1,1.0,0.7")
    assert len(run(place, "--format", "jsonl", "-n", "2").splitlines()) == 2


def test_by_author_and_at_another_time(place: Path) -> None:
    assert "no contested question" in run(place, "--by", "author")  # two of them
    assert "no contested question" in run(place, "--as-of", "1970-01-03")
    assert "no contested question" in run(place, "--predicate", "height")
    assert "no contested question" in run(place, "--except", "width")
