"""How an answer came about, for programs; and what is said where there is none."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest

from tests.conftest import Finished, Program
from tests.sample import Sample

Here = Callable[..., Finished]
ALL = ("drug/aspirin", "dosage", "--include", "all", "--lifecycle", "any")


def test_json_holds_the_weighing_of_every_claim(here: Here, sample: Sample) -> None:
    done = here("query", *ALL, "--explain", "--lens", "authority", "--half-life", "10000d", "--format", "json")
    (row,) = json.loads(done.stdout)["steme.query/v1"]
    claims = [claim for side in row["weighing"]["sides"] for claim in side["claims"]]
    assert {claim["id"] for claim in claims} == set(row["contributing"])
    assert [claim["id"] for claim in claims if claim["wins"]] == [row["id"]]
    for claim in claims:
        assert claim["speaks"] == (claim["voice"] == claim["id"])
        assert (claim["stated_confidence"], claim["half_life_days"], claim["tier_weight"]) == (0.9, 10000, 0.7)
        assert 0 < claim["confidence"] < 0.9
        assert (claim["trust"], claim["depth"], claim["votes"]) == (1, 0, None)
    assert sum(side["share"] for side in row["weighing"]["sides"]) == pytest.approx(1)
    assert row["weighing"]["aside"] == []


def test_what_stepped_aside_names_the_act(own_sample: Sample, steme: Program) -> None:
    ask = ("query", "drug/aspirin", "dosage", "--explain", "--format", "jsonl")
    before = json.loads(steme(*ask, cwd=own_sample.path, env=own_sample.env).stdout)
    assert before["weighing"]["aside"] == []
    words = ("retract", own_sample.ids["dosage"], "--reason", "a slip", "--yes")
    act = steme(*words, cwd=own_sample.path, env=own_sample.env).stdout.split()[-1]
    after = json.loads(steme(*ask, cwd=own_sample.path, env=own_sample.env).stdout)
    (aside,) = after["weighing"]["aside"]
    assert (aside["id"], aside["reason"], aside["by"]) == (own_sample.ids["dosage"], "retracted", act)


def test_csv_has_a_row_for_every_claim(here: Here, sample: Sample) -> None:
    done = here("query", "drug/aspirin", "dosage", "--author", "bob", "--explain", "--format", "csv")
    first, second = csv.DictReader(io.StringIO(done.stdout))
    assert (first["id"], first["wins"], first["share"], first["reason"]) == (
        sample.ids["other dosage"], "true", "1.0", "",
    )  # fmt: skip
    assert (second["id"], second["reason"], second["stated_confidence"]) == (sample.ids["dosage"], "author", "0.9")


def test_a_table_is_the_page(here: Here) -> None:
    plain = here("query", "drug/aspirin", "dosage", "--explain").stdout
    assert here("query", "drug/aspirin", "dosage", "--explain", "--format", "table").stdout == plain


def test_a_bare_truth_value_is_written_as_everywhere_else(here: Here) -> None:
    assert here("query", "drug/aspirin", "approved", "--value").stdout == "true\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("drug/aspirin", "dosag"), "; there are claims about its 'dosage'\n"),
        (("drug/aspirin", "zzz"), "; there are claims about its 'approved', 'dosage', 'formula', 'leaflet', 'note'\n"),
        (("drug", "dosage"), "; there is something below it, ask about 'drug/'\n"),
        (("drugs", "dosage"), "nobody claims anything about 'drugs' 'dosage'\n"),
        (("drug/aspirin", "dosage", "--as-of", "2020"), "let pass; set aside: 2 by later\n"),
        (("drug/*", "zzz"), "that these filters let pass\n"),
    ],
)
def test_without_an_answer_it_says_why_or_what_to_ask(here: Here, words: tuple[str, ...], said: str) -> None:
    done = here("query", *words)
    assert (done.status, done.stdout) == (3, "")
    assert done.stderr.endswith(said)


@pytest.mark.parametrize(
    ("command", "option"),
    [
        *(("query", option) for option in ("--lens", "--tier", "--lifecycle", "--author", "--source", "--trust-root")),
        *((command, option) for command in ("query", "skeptic") for option in ("--as-of", "--known-at", "--include")),
    ],
)
def test_an_empty_option_is_not_taken_for_none(here: Here, command: str, option: str) -> None:
    done = here(command, "drug/aspirin", "dosage", option, "")
    assert (done.status, done.stdout) == (2, "")
    assert f"{option}: may not be empty" in done.stderr


def test_nor_in_a_file_of_questions(here: Here) -> None:
    line = '{"subject":"drug/aspirin","predicate":"dosage","as_of":""}\n'
    done = here("query", "--from", "-", input=line)
    assert (done.status, done.stdout) == (2, "")
    assert "as_of: may not be empty" in done.stderr
