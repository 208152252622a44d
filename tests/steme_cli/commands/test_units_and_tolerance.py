"""Units, `--tolerance` and `--explain` as a person sees them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from repo_format.objects.retraction import Retraction
from steme.repository import Repository
from tests.conftest import Program
from tests.steme.claims import ALICE, BOB, DAY, assertion

pytest.importorskip("pint")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    with Repository.init(str(tmp_path)) as repository:
        own = [
            assertion(ALICE, "drug/aspirin", "dose", 81, unit="mg", confidence=0.9, tier=1, time=3 * DAY),
            assertion(ALICE, "drug/aspirin", "dose", 0.081, unit="g", confidence=0.7, time=2 * DAY),
            assertion(ALICE, "drug/aspirin", "dose", 500, unit="mg", confidence=0.4),
        ]
        ids, _ = repository.add(own, ALICE)
        away = Retraction(author=ALICE.public.hex(), target=ids[2].hex(), time=4 * DAY, reason="a slip")
        repository.add([away], ALICE)
        bob = [
            assertion(BOB, "drug/aspirin", "dose", dose, unit="g", confidence=0.5, time=time)
            for dose, time in ((0.325, DAY), (0.326, DAY + 1))
        ]
        repository.add(bob, BOB)
    return tmp_path


def test_a_value_in_its_own_unit_and_what_it_counts_as(steme: Program, here: Path) -> None:
    page = steme("query", "drug/aspirin", "dose").stdout
    assert page.splitlines()[1] == "81 mg = 0.081 g"
    near = steme("query", "drug/aspirin", "dose", "--tolerance", "1%", "--as-of", "1970-01-02T12:00Z").stdout
    assert near.splitlines()[1] == "0.326 g ≈ 0.325 g"
    (row,) = map(json.loads, steme("query", "drug/aspirin", "dose", "--format", "jsonl").stdout.splitlines())
    assert (row["value"], row["unit"], row["counts_as"]) == (81, "mg", {"value": 0.081, "unit": "g"})
    assert sorted((side["value"], side["unit"], side["voices"]) for side in row["sides"]) == [
        (0.081, "g", 1), (0.325, "g", 1), (0.326, "g", 1),
    ]  # fmt: skip


def test_near_is_not_equal(steme: Program, here: Path) -> None:
    page = steme("query", "drug/aspirin", "dose", "--lens", "confidence", "--tolerance", "90%").stdout
    assert page.splitlines()[1] == "81 mg = 0.081 g"
    assert "UNANIMOUS" in page
    skeptic = steme("skeptic", "drug/aspirin", "dose", "--tolerance", "1%").stdout
    assert "  0.081 g" in skeptic
    assert "as 81 mg" in skeptic


def test_every_asking_command_takes_a_tolerance(steme: Program, here: Path) -> None:
    for words in (("query",), ("skeptic",), ("layered",)):
        found = steme(*words, "drug/aspirin", "dose", "--tolerance", "0.9")
        assert (found.status, "UNANIMOUS" in found.stdout) == (0, True)
    assert "UNANIMOUS" in steme("timeline", "drug/aspirin", "dose", "--tolerance", "0.9").stdout
    pytest.importorskip("numpy")
    rows = {
        share: json.loads(steme("conflicts", "--min", "0", "--tolerance", share, "--format", "json").stdout)
        for share in ("0", "1%", "90%")
    }
    values = {share: [row["values"] for row in found["steme.conflicts/v1"]] for share, found in rows.items()}
    assert values == {"0": [3], "1%": [2], "90%": []}
    for command in ("query", "skeptic", "layered", "timeline"):
        wrong = steme(command, "drug/aspirin", "dose", "--tolerance", "110%")
        assert (wrong.status, wrong.stderr) == (
            2, "steme: --tolerance: '110%' is not a share such as 1% or 0.01, from 0 to less than 1\n",
        )  # fmt: skip


def test_a_note_where_the_library_is_missing(steme: Program, here: Path, tmp_path: Path) -> None:
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "pint.py").write_text("raise ModuleNotFoundError('no pint', name='pint')\n")
    path = f"{tmp_path / 'blocked'}:{Path(sys.modules['steme'].__path__[0]).parent}"
    found = steme("query", "drug/aspirin", "dose", env={"PYTHONPATH": path})
    assert found.status == 0
    assert found.stdout.splitlines()[1] == "81 mg"
    note = "numbers in different units (g, mg) were taken as unrelated; to have them converted: "
    assert found.stderr == note + "pip install 'steme[units]'\n"
    pytest.importorskip("numpy")
    assert steme("conflicts", env={"PYTHONPATH": path}).stderr == found.stderr


def test_a_replay_asks_with_the_same_tolerance(steme: Program, here: Path) -> None:
    assert steme("skeptic", "drug/aspirin", "dose", "--tolerance", "1%", "--audit").status == 0
    (row,) = json.loads(steme("audit", "list", "--format", "json").stdout)["steme.audit.list/v1"]
    assert "reproduced exactly" in steme("audit", "replay", row["id"]).stdout
    shown = json.loads(steme("audit", "show", row["id"], "--format", "json").stdout)
    assert '"tolerance": 0.01' in json.dumps(shown)


def test_the_weighing_line_by_line(steme: Program, here: Path) -> None:
    page = steme("query", "drug/aspirin", "dose", "--explain", "--lens", "authority").stdout
    lines = page.splitlines()
    assert "  weighed by the lens authority: the strongest class of evidence wins" in page
    assert any(
        "clinical (weight 0.9), confidence 0.9 x trust 0.5 (no chain to the author) = 0.45" in line
        and line.endswith("the answer, as 81 mg, counted once of 2")
        for line in lines
    )
    assert any("not counted again, its author speaks by" in line for line in lines)
    (why,) = [line for line in lines if line.lstrip().startswith("500 mg")]
    assert "1970-01-02: retracted, by " in why
    assert why.endswith("(a slip)")
    assert "counted once of 2" not in steme("query", "drug/aspirin", "dose", "--lens", "authority").stdout


def test_explaining_decay_and_votes(steme: Program, here: Path) -> None:
    page = steme("query", "drug/aspirin", "dose", "--explain", "--half-life", "1d", "--as-of", "1970-01-05").stdout
    assert "confidence 0.9 x decay 0.5 = 0.45" in page
    page = steme("query", "drug/aspirin", "dose", "--explain", "--lens", "votes", "--as-of", "1970-01-03T12:00Z").stdout
    assert "votes +0" in page
    assert "claimed after the time that was asked about" in page
