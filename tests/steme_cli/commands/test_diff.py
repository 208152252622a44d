from __future__ import annotations

import csv
import io
import json

import pytest

from steme_cli.render.text import safe
from tests.conftest import Program
from tests.sample import Sample
from tests.steme_cli.commands.conftest import Here


def test_for_people(here: Here, sample: Sample) -> None:
    done = here("diff", "v1")
    assert (done.status, done.stderr) == (1, "")
    counts, claims, answers = done.stdout.split("\n\n")
    assert counts.splitlines()[0].startswith("v1: 137 objects, 2026-01-03T00:00:00Z (")
    assert counts.splitlines()[2].startswith("76 objects added: 65 assertion, 1 acknowledgement, ")
    assert len(claims.splitlines()) == 65
    assert claims.splitlines()[-1] == (
        f"+ {sample.ids['other dosage'][:12]}  2026-01-01 03:24  bob           drug/aspirin dosage = 75.5 mg"
    )
    assert answers.splitlines()[0] == "Newest answers that changed:"
    assert answers.splitlines()[-1] == "  drug/aspirin dosage: 81 mg -> 75.5 mg"
    assert "country/as" not in answers
    assert "first time" not in answers


def test_first_answers_are_only_counted(here: Here) -> None:
    forth, back = here("diff", "0", "v1").stdout, here("diff", "v1", "0").stdout
    assert "Newest answers" not in forth + back
    assert forth.endswith("\n\n133 questions answered for the first time.\n")
    assert back.endswith("\n\n133 questions no longer answered.\n")
    assert "\n- " in back
    assert "137 objects removed: 133 assertion" in back
    assert safe(forth, keep="\n") == forth


def test_only_the_counts(here: Here) -> None:
    lines = here("diff", "v1", "--stat").stdout.splitlines()
    assert (len(lines), lines[2][:16]) == (3, "76 objects added")
    rows = here("diff", "v1", "main", "--stat", "--format", "csv").stdout.splitlines()
    assert rows[:2] == ["change,kind,count", "added,assertion,65"]
    assert "assertions" not in json.loads(here("diff", "v1", "--stat", "--format", "json").stdout)["steme.diff/v1"]


def test_for_programs(here: Here, sample: Sample) -> None:
    done = here("diff", "v1", "main", "--format", "json")
    assert done.status == 1
    found = json.loads(done.stdout)["steme.diff/v1"]
    assert (found["from"]["head"], found["to"]["head"]) == (sample.heads[1], sample.heads[4])
    assert (found["objects"], found["change"], found["kinds"]["vote"]) == (76, "added", 1)
    assert found["assertions"][-1]["id"] == sample.ids["other dosage"]
    answer = next(one for one in found["answers"] if one["predicate"] == "dosage")
    assert answer == {
        "subject": "drug/aspirin", "predicate": "dosage", "changed": True,
        "before": 81, "before_unit": "mg", "after": 75.5, "after_unit": "mg",
    }  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(here("diff", "v1", "--format", "csv").stdout)))
    assert (len(rows), rows[-1]["id"], rows[-1]["change"]) == (65, sample.ids["other dosage"], "added")


@pytest.mark.parametrize("words", [["main"], ["v1", "main~2"], ["seq:7", "7"]])
def test_no_difference(here: Here, words: list[str]) -> None:
    done = here("diff", *words)
    assert (done.status, done.stdout.splitlines()[-1]) == (0, "Both have the same objects.")


def test_mistakes(here: Here, steme: Program) -> None:
    done = here("diff", "v3")
    assert (done.status, done.stdout, len(done.stderr.splitlines())) == (3, "", 1)
    assert here("diff", "2026").status == 2
    assert here("diff").status == 2
    assert steme("diff", "main").status == 4
