from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.conftest import Program
from tests.sample import Sample
from tests.steme_cli.commands.conftest import Here


def test_a_page(here: Here, sample: Sample) -> None:
    done = here("stats", "--top", "3")
    assert (done.status, done.stderr) == (0, "")
    lines = [line.rstrip(" █▏▎▍▌▋▊▉#") for line in done.stdout.splitlines()]
    assert lines[:2] == ["213 objects about 65 subjects", "64 of 133 questions have several values"]
    for line in ("Objects by kind (the largest 3 of 15)", "  assertion        198", "  alice  137", "  factbook  128"):
        assert line in lines
    assert "  bob     76" in lines


def test_for_programs(here: Here, sample: Sample) -> None:
    found = json.loads(here("stats", "--format", "json").stdout)["steme.stats/v1"]
    assert (found["objects"], found["subjects"], found["questions"]) == (213, 65, 133)
    assert found["questions_with_several_values"] == 64
    assert found["bytes_per_object"] == round((found["log_bytes"] + found["index_bytes"]) / 213, 1)
    assert found["kinds"][0] == {"name": "assertion", "count": 198}
    assert found["authors"][1] == {"name": sample.bob.public.hex(), "label": "bob", "count": 76}
    assert found["sources"][0] == {"name": sample.ids["factbook"], "label": "factbook", "count": 128}
    rows = list(csv.DictReader(io.StringIO(here("stats", "--format", "csv").stdout)))
    assert {"list": "predicates", "name": "capital", "label": "", "count": "64"} in rows
    assert rows[0] == {"list": "totals", "name": "objects", "label": "", "count": "213"}


def test_a_new_repository(steme: Program, tmp_path: Path) -> None:
    steme("init")
    done = steme("stats")
    assert done.status == 0
    assert done.stdout.startswith("0 objects about 0 subjects\n0 of 0 questions have several values\n")
    assert json.loads(steme("stats", "--format", "json").stdout)["steme.stats/v1"]["bytes_per_object"] is None


def test_mistakes(here: Here, steme: Program) -> None:
    assert here("stats", "--top", "0").status == 2
    assert steme("stats").status == 4


def test_one_of_a_thing_is_one(steme: Program, tmp_path: Path, sample: Sample) -> None:
    steme("init", env=sample.env)
    steme("assert", "drug/aspirin", "dosage", "81", env=sample.env)
    page = steme("stats", env=sample.env).stdout.splitlines()
    assert page[:2] == ["1 object about 1 subject", "0 of 1 question has several values"]
    assert "1 object\n" in steme("head", env=sample.env).stdout
