from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.conftest import Program
from tests.steme.claims import BOB, assertion, countries


@pytest.fixture
def here(tmp_path: Path) -> Path:
    countries(tmp_path).close()
    return tmp_path


def test_one_answer_for_people(steme: Program, here: Path) -> None:
    done = steme("query", "country/fr", "population")
    assert done.status == 0
    lines = done.stdout.splitlines()
    assert lines[:2] == ["country/fr population", "68,000,000"]
    assert "conflict 0.01 AGREED" in done.stdout
    assert "67,390,000  " in done.stdout
    assert "\x1b" not in done.stdout


def test_many_answers_as_rows(steme: Program, here: Path) -> None:
    table = steme("query", "country/").stdout.splitlines()
    assert table[0].split()[:3] == ["SUBJECT", "PREDICATE", "VALUE"]
    assert len(table) == 6
    rows = list(csv.DictReader(io.StringIO(steme("query", "country/", "--format", "csv").stdout)))
    assert [(row["subject"], row["predicate"], row["value"]) for row in rows] == [
        ("country/bi", "area", "27834"),
        ("country/bi", "capital", "Gitega"),
        ("country/fr", "capital", "Paris"),
        ("country/fr", "population", "68000000"),
        ("country/fr/paris", "population", "2102650"),
    ]


def test_json_holds_everything_an_answer_rests_on(steme: Program, here: Path) -> None:
    (row,) = json.loads(steme("query", "country/fr", "population", "--format", "json").stdout)["steme.query/v1"]
    assert (row["value"], row["status"], row["claims"], row["aside"]) == (68_000_000, "AGREED", 2, {})
    assert [side["value"] for side in row["sides"]] == [67_390_000, 68_000_000]
    assert row["id"] in row["contributing"]
    assert row["entropy"] == pytest.approx(0.988699)
    assert len(row["contributing"]) == 2
    lines = steme("query", "country/", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["predicate"] for line in lines] == [
        "area",
        "capital",
        "capital",
        "population",
        "population",
    ]


def test_the_bare_value_for_scripts(steme: Program, here: Path) -> None:
    assert steme("query", "country/fr", "population", "--value").stdout == "68000000\n"
    assert steme("query", "country/bi", "capital", "--value", "--as-of", "1970-01-03", "--lifecycle", "any").stdout == (
        "Bujumbura\n"
    )


def test_every_claim_with_its_author(steme: Program, here: Path) -> None:
    done = steme("query", "country/fr", "population", "--claims", "--format", "json")
    first, second = json.loads(done.stdout)["steme.claims/v1"]
    assert (first["value"], second["value"]) == (68_000_000, 67_390_000)
    assert (second["tier"], len(second["source"])) == ("regulatory", 64)


def test_conflict_can_filter_and_fail(steme: Program, here: Path) -> None:
    assert steme("query", "country/fr", "population", "--fail-on-conflict").status == 0
    with_two = steme("query", "country/bi", "capital", "--lifecycle", "any", "--fail-on-conflict", "--value")
    assert (with_two.status, with_two.stdout) == (1, "Gitega\n")
    found = steme("query", "country/", "--lifecycle", "any", "--min-conflict", "0.5", "--format", "csv").stdout
    assert [row.split(",")[1] for row in found.splitlines()] == ["predicate", "capital"]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["country/xx", "population"], 3, "nobody claims"),
        (["country/fr", "population", "--tier", "royal"], 2, "tier"),
        (["country/fr", "population", "--lens", "mirror"], 2, "recency"),
        (["country/fr", "population", "--as-of", "soon"], 2, "--as-of"),
        (["country/fr", "population", "--author", "nobody"], 3, "author"),
        (["country/fr", "population", "--source", "nothing"], 3, "source"),
        (["country/fr", "population", "--lifecycle", "done"], 2, "lifecycle"),
        (["country/fr", "population", "--format", "xml"], 2, "xml"),
        ([], 2, "SUBJECT"),
    ],
)
def test_bad_questions_are_answered_with_one_sentence(
    steme: Program, here: Path, words: list[str], status: int, said: str
) -> None:
    done = steme("query", *words)
    assert (done.status, done.stdout) == (status, "")
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_outside_of_a_repository(steme: Program, tmp_path: Path) -> None:
    assert steme("query", "a", "b").status == 4


def test_untrusted_text_reaches_no_terminal_raw(steme: Program, here: Path) -> None:
    from steme.repository import Repository

    with Repository.open(str(here)) as repository:
        repository.add([assertion(BOB, "s", "p", "two\nlines\tand =1+1")], BOB)
    for words in (["s", "p"], ["s"], ["s", "p", "--claims"], ["s", "p", "--value"]):
        shown = steme("query", *words).stdout
        assert r"two\nlines\tand" in shown
    cells = list(csv.DictReader(io.StringIO(steme("query", "s", "--format", "csv").stdout)))
    assert cells[0]["value"].startswith("two")
    with Repository.open(str(here)) as repository:
        repository.add([assertion(BOB, "f", "p", "=HYPERLINK(1)")], BOB)
    assert "'=HYPERLINK(1)" in steme("query", "f", "--format", "csv").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["dr*g/x"], "whole segment"),
        (["drug/**/x"], "whole segment"),
        ([""], "empty"),
        (["country/fr", "-n", "0"], "--limit"),
        (["country/fr", "--min-conflict", "2"], "--min-conflict"),
        (["country/fr", "population", "--value", "--format", "json"], "--format"),
        (["country/fr", "population", "--value", "--claims"], "choose one"),
    ],
)
def test_what_cannot_be_meant_is_refused(steme: Program, here: Path, words: list[str], said: str) -> None:
    done = steme("query", *words)
    assert (done.status, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert said in done.stderr
