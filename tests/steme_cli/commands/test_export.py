from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Finished, Program
from tests.sample import COUNTRIES, Sample

Here = Callable[..., Finished]


def test_everything_goes_to_stdout_by_default(here: Here) -> None:
    done = here("export")
    objects = [line for line in done.stdout.splitlines() if line.startswith('{"payload":')]
    head = json.loads(here("head", "--format", "json").stdout)["steme.head/v1"]
    assert (done.status, done.stderr, len(objects)) == (0, "", head["count"])


def test_filters_are_those_of_the_log(here: Here) -> None:
    words = ("--subject", "country/*", "--predicate", "population", "--author", "bob")
    exported = [json.loads(line) for line in here("export", *words).stdout.splitlines()]
    logged = [json.loads(line) for line in here("log", *words, "--reverse", "--format", "jsonl").stdout.splitlines()]
    payloads = [line["payload"] for line in exported if "payload" in line]
    assert [payload["subject"] for payload in payloads] == [row["subject"] for row in logged] == list(COUNTRIES)


def test_csv_is_harmless(here: Here) -> None:
    done = here("export", "--to", "csv", "--subject", "drug/")
    rows = {row["predicate"]: row for row in csv.DictReader(io.StringIO(done.stdout, newline=""))}
    assert done.status == 0
    assert rows["formula"]["value"] == "'=1+1"
    assert rows["approved"]["value"] == "true"
    assert rows["note"]["value"].startswith("two lines\n\tand a tab, \\u200bnothing seen")
    assert len(rows["leaflet"]["value"]) > 1000
    assert rows["formula"]["author_label"] == "alice"
    assert "\u200b" not in done.stdout


def test_a_file_is_written_whole_and_never_replaced_by_chance(here: Here, sample: Sample, tmp_path: Path) -> None:
    path = str(tmp_path / "out.jsonl")
    done = here("export", "--output", path)
    assert (done.status, done.stdout) == (0, "")
    assert Path(path).read_text() == here("export").stdout
    done = here("export", "-o", path, "--kind", "vote")
    assert (done.status, done.stdout) == (5, "")
    assert "exists already; choose another name, or --force to replace it" in done.stderr
    assert here("export", "-o", path, "--kind", "vote", "--force").status == 0
    assert Path(path).read_text() == here("export", "--kind", "vote").stdout
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_the_ending_says_the_form(here: Here, tmp_path: Path) -> None:
    assert here("export", "-o", str(tmp_path / "out.csv")).status == 0
    assert (tmp_path / "out.csv").read_text().startswith("id,subject,predicate,value,")
    assert here("export", "-o", str(tmp_path / "other.csv"), "--to", "jsonl").status == 0
    assert (tmp_path / "other.csv").read_text().startswith("{")


def test_nothing_fits(here: Here) -> None:
    assert here("export", "--subject", "no/such") == (0, "", "")
    assert here("export", "--subject", "no/such", "--to", "csv").stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("--author", "nobody"), 3, "no author here is called 'nobody'"),
        (("--source", "nowhere"), 3, "there is no source 'nowhere'"),
        (("--kind", "rumour"), 2, "'rumour' is not a kind of object"),
        (("--since", "soon"), 2, "'soon' is not a time"),
        (("--output", "no/such/folder/file"), 9, "could not be written: No such file or directory"),
        (("--to", "xml"), 2, "xml"),
    ],
)
def test_words_that_will_not_do(here: Here, words: tuple[str, ...], status: int, sentence: str) -> None:
    done = here("export", *words)
    assert (done.status, done.stdout) == (status, "")
    assert sentence in done.stderr


def test_outside_of_a_repository(steme: Program, tmp_path: Path) -> None:
    done = steme("export", "-o", "file")
    assert (done.status, done.stdout, os.listdir(tmp_path)) == (4, "", [])
