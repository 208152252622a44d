"""`steme timeline`: rows, pictures, and what it says where there is nothing to show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from steme import timeline as timelines
from steme.repository import Repository
from steme_cli.app import app
from tests.steme.claims import ALICE, BOB, DAY, assertion

COLUMNS = "time,value,unit,confidence,conflict,status,author_label,id,because"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("timeline")
    with Repository.init(str(path)) as repository:
        repository.add([assertion(ALICE, "drug/a", "dose", 325, unit="mg", time=DAY, tier=1)], ALICE)
        repository.add([assertion(BOB, "drug/a", "dose", 81, unit="mg", time=3 * DAY)], BOB)
        repository.add([assertion(BOB, "drug/a", "dose", 100, unit="mg", time=5 * DAY)], BOB)
        repository.add([assertion(BOB, "drug/a", "form", "a \u200btablet $x$", time=5 * DAY)], BOB)
    return path


def run(place: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["timeline", *words, "-C", str(place)])


def test_rows(place: Path) -> None:
    said = run(place, "drug/a", "dose", "--format", "csv").stdout.splitlines()
    assert said[0] == COLUMNS
    cells = [line.split(",") for line in said[1:]]
    assert [cell[:3] for cell in cells] == [
        ["1970-01-02T00:00:00Z", "325", "mg"],
        ["1970-01-04T00:00:00Z", "81", "mg"],
        ["1970-01-06T00:00:00Z", "100", "mg"],
    ]
    assert [cell[5] for cell in cells] == ["UNANIMOUS", "CONTESTED", "CONTESTED"]


def test_json_has_more(place: Path) -> None:
    document = json.loads(run(place, "drug/a", "dose", "--lens", "authority", "--format", "json").stdout)
    rows = document["steme.timeline/v1"]
    assert [row["value"] for row in rows] == [325, 325]
    assert rows[1]["because"].endswith(" claims 81 mg")
    assert len(rows[1]["because_ids"]) == 1
    assert rows[1]["because_ids"] != [rows[1]["id"]]


def test_a_table_is_for_people(place: Path) -> None:
    lines = run(place, "drug/a", "dose").stdout.splitlines()
    assert lines[0].split() == ["TIME", "VALUE", "UNIT", "CONFIDENCE", "CONFLICT", "STATUS", "AUTHOR", "ID", "BECAUSE"]
    assert lines[1].startswith("1970-01-02 00:00")
    assert "\u200b" not in run(place, "drug/a", "form").stdout


def test_limit_since_until(place: Path) -> None:
    def values(*words: str) -> list[int]:
        lines = run(place, "drug/a", "dose", "--format", "jsonl", *words).stdout.splitlines()
        return [json.loads(line)["value"] for line in lines]

    assert values("-n", "1") == [100]
    assert values("--until", "1970-01-05") == [325, 81]
    assert values("--since", "1970-01-03", "--until", "1970-01-05") == [81]
    assert values("--by", "known", "--since", "1970-02-01") == [325, 81, 100]


def test_nothing_moved(place: Path) -> None:
    result = run(place, "drug/a", "dose", "--since", "1980-01-01")
    assert result.exit_code == 0
    assert "the answer did not move in that time" in result.stderr


def test_what_was_left_out_is_said(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timelines, "MOST_WORK", 6)
    assert "only the newest 2 of 3 moments" in run(place, "drug/a", "dose").stderr


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("drug/b", "dose"), 3, "nobody ever claimed anything about"),
        (("drug/a", "dose", "--lens", "loudest"), 2, "is not a lens"),
        (("drug/a", "dose", "--plot", "a.gif"), 2, "does not end in .png"),
        (("drug/a", "dose", "--plot", "a.png", "--format", "csv"), 2, "leave out --format"),
        (("drug/a", "dose", "--plot", "a.png", "--lens", "skeptic"), 3, "nothing to draw"),
        (("drug/a", "dose", "--plot", "missing/a.png"), 9, "cannot write"),
    ],
)
def test_refusals(place: Path, words: tuple[str, ...], status: int, sentence: str) -> None:
    result = run(place, *words)
    assert result.exit_code == status
    assert sentence in result.stderr


def test_pictures(place: Path) -> None:
    assert run(place, "drug/a", "dose", "--plot", "dose.svg").exit_code == 0
    drawn = (place / "dose.svg").read_text()
    assert all(f"<!-- {text} -->" in drawn for text in ("drug/a dose", "325 mg", "81 mg", "100 mg", "conflict"))
    assert run(place, "drug/a", "form", "--plot", "form.png").exit_code == 0
    assert (place / "form.png").read_bytes().startswith(b"\x89PNG")
