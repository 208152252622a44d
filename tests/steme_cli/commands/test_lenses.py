"""`lenses`, `skeptic`, `layered`, `conflicts`, and what `query` adds to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Program
from tests.steme.claims import BOB, DAY, assertion, countries


@pytest.fixture
def here(tmp_path: Path) -> Path:
    with countries(tmp_path) as repository:
        repository.add([assertion(BOB, "country/fr", "capital", "Lyon", tier=5, confidence=0.9, time=DAY)], BOB)
    return tmp_path


def test_lenses_are_listed_with_what_they_do(steme: Program) -> None:
    lenses = json.loads(steme("lenses", "--format", "json").stdout)["steme.lenses/v1"]
    assert [row["lens"] for row in lenses] == [
        "authority", "confidence", "consensus", "constraints", "epoch", "layered", "recency", "skeptic", "votes",
    ]  # fmt: skip


def test_every_lens_answers_the_command_line(steme: Program, here: Path) -> None:
    winners = {}
    for lens in ("recency", "confidence", "consensus", "authority", "votes", "layered", "epoch:authority"):
        winners[lens] = steme("query", "country/fr", "population", "--value", "--lens", lens).stdout.strip()
    assert winners == {
        "recency": "68000000",
        "confidence": "67390000",
        "consensus": "67390000",
        "authority": "67390000",
        "votes": "68000000",
        "layered": "67390000",
        "epoch:authority": "67390000",
    }


def test_skeptic_shows_both_sides_and_no_winner(steme: Program, here: Path) -> None:
    page = steme("skeptic", "country/fr", "population").stdout
    assert "67,390,000" in page
    assert "68,000,000" in page
    assert "regulatory" in page
    assert "census" in page
    (row,) = json.loads(steme("skeptic", "country/fr", "population", "--format", "json").stdout)["steme.query/v1"]
    assert (row["value"], row["id"], len(row["sides"])) == (None, None, 2)


def test_layers_stand_one_under_the_other(steme: Program, here: Path) -> None:
    (row,) = json.loads(steme("layered", "country/fr", "capital", "--format", "json").stdout)["steme.query/v1"]
    assert [(layer["tier"], layer["winner"]["value"]) for layer in row["layers"]] == [
        ("community", "Paris"),
        ("anecdotal", "Lyon"),
    ]
    assert (row["value"], row["cross_conflict"] > 0.9) == ("Paris", True)
    assert "between the tiers" in steme("layered", "country/fr", "capital").stdout


def test_the_survey_finds_the_contradiction(steme: Program, here: Path) -> None:
    (row,) = json.loads(steme("conflicts", "--format", "json").stdout)["steme.conflicts/v1"]
    assert (row["subject"], row["predicate"], row["verdict"]) == ("country/fr", "capital", "contested")
    assert (row["strongest"], row["weakest"], row["values"]) == ("community", "anecdotal", 2)
    assert steme("conflicts", "--fail-on-conflict").status == 1
    assert steme("conflicts", "--except", "capital", "--fail-on-conflict").status == 0
    both = steme("conflicts", "--min", "0", "--format", "csv").stdout.splitlines()
    assert len(both) == 3
    assert len(steme("conflicts", "country/bi", "--min", "0", "--format", "csv").stdout.splitlines()) == 1


def test_time_is_asked_for_in_both_ways(steme: Program, here: Path) -> None:
    then = steme("query", "country/fr", "population", "--value", "--known-at", "seq:2")
    assert then.stdout == "67390000\n"
    assert steme("skeptic", "country/fr", "population", "--as-of", "1970-01-02").stdout.count("%") == 1


def test_explain_adds_up(steme: Program, here: Path) -> None:
    page = steme("query", "country/fr", "population", "--explain").stdout
    assert "1 - (1 - 0.9) = 0.9, of 1.6 is 56.2%" in page


def test_confidences_age_only_when_asked(steme: Program, here: Path) -> None:
    def support(*words: str) -> float:
        done = steme("query", "country/fr", "population", "--format", "json", "--as-of", "1971-01-02", *words)
        (row,) = json.loads(done.stdout)["steme.query/v1"]
        return float(next(side["support"] for side in row["sides"] if side["value"] == 67_390_000))

    assert support() == 0.9
    assert support("--decay") == 0.9
    assert support("--half-life", "365d") == pytest.approx(0.45, abs=1e-3)
