"""`lenses`, `skeptic`, `layered`, `conflicts`, and what `query` adds to them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from steme.repository import Repository
from tests.conftest import Program
from tests.steme.claims import ALICE, BOB, DAY, assertion, countries


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


def test_every_lens_answers_one_question_side_by_side(steme: Program, here: Path) -> None:
    told = steme("lenses", "country/fr", "capital", "--format", "json", cwd=here)
    rows = {row["lens"]: row for row in json.loads(told.stdout)["steme.lenses/v1"]}
    assert (rows["authority"]["value"], rows["confidence"]["value"], rows["skeptic"]["value"]) == (
        "Paris",
        "Lyon",
        None,
    )
    assert (rows["skeptic"]["status"], rows["skeptic"]["values"]) == ("CONTESTED", 2)
    table = steme("lenses", "country/fr", "capital", cwd=here).stdout.splitlines()
    assert len(table) == 1 + len(rows)
    assert steme("lenses", "country/fr", "anthem", cwd=here).status == 3
    assert steme("lenses", "country/fr", cwd=here).status == 2


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


def test_conflicts_of_another_time(steme: Program, here: Path) -> None:
    def subjects(*words: str) -> list[str]:
        told = steme("conflicts", "--predicate", "capital", "--format", "json", *words, cwd=here)
        return [row["subject"] for row in json.loads(told.stdout)["steme.conflicts/v1"]]

    assert subjects() == ["country/fr"]
    assert subjects("--as-of", "1970-01-01") == []
    assert subjects("--known-at", "seq:3") == []
    assert steme("conflicts", "--known-at", "yesteryear", cwd=here).status == 3


def test_every_voice_is_a_row(steme: Program, here: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(steme("skeptic", "country/fr", "population", "--format", "csv").stdout)))
    assert [(row["value"], row["tier"], row["confidence"]) for row in rows] == [
        ("67390000", "regulatory", "0.9"), ("68000000", "expert", "0.7"),
    ]  # fmt: skip
    assert [len(row["id"]) for row in rows] == [64, 64]
    assert sum(float(row["share"]) for row in rows) == pytest.approx(1)
    (whole,) = json.loads(steme("skeptic", "country/fr", "population", "--format", "json").stdout)["steme.query/v1"]
    assert [side["claims"][0]["id"] for side in whole["sides"]] == [row["id"] for row in rows]
    other = json.loads(steme("query", "country/fr", "population", "--format", "jsonl").stdout)
    assert "claims" not in other["sides"][0]


def test_every_tier_is_a_row(steme: Program, here: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(steme("layered", "country/fr", "capital", "--format", "csv").stdout)))
    assert [(row["tier"], row["value"], row["claims"], row["status"]) for row in rows] == [
        ("community", "Paris", "1", "UNANIMOUS"),
        ("anecdotal", "Lyon", "1", "UNANIMOUS"),
    ]


def test_rules_are_shown_with_their_reasons(steme: Program, here: Path) -> None:
    with Repository.open(str(here)) as repository:
        repository.add([assertion(BOB, "lib/hash", "forbidden", "md5", note="Broken\x09in 2004.", tier=3)], BOB)
        repository.add([assertion(ALICE, "lib/hash", "forbidden", "sha1", tier=1)], ALICE)
    page = steme("query", "lib/hash", "forbidden", "--lens", "constraints").stdout.splitlines()
    assert page[1] == "  lens constraints: 2 rules, the strongest first"
    assert page[3] == "  sha1"
    assert page[5] == "  md5"
    assert page[6].split()[:2] == ["expert", "0.50"]
    assert page[7] == "      Broken\\tin 2004."
    words = ("query", "lib/hash", "forbidden", "--lens", "constraints", "--format")
    rows = list(csv.DictReader(io.StringIO(steme(*words, "csv").stdout)))
    assert [(row["value"], row["note"]) for row in rows] == [("sha1", ""), ("md5", "Broken\tin 2004.")]
    whole = json.loads(steme(*words, "jsonl").stdout)
    assert [side["claims"][0]["note"] for side in whole["sides"]] == [None, "Broken\tin 2004."]


def test_a_wrapped_lens_is_shown_as_itself(steme: Program, here: Path) -> None:
    def shown(lens: str, *more: str) -> str:
        page = steme("query", "country/fr", "population", "--lens", lens, *more).stdout
        return page.replace("epoch:", "")

    assert shown("epoch:skeptic") == shown("skeptic")
    assert shown("epoch:skeptic", "--format", "csv") == shown("skeptic", "--format", "csv")
    assert shown("epoch:layered", "--format", "csv") == shown("layered", "--format", "csv")
