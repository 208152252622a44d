from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Finished, Program
from tests.sample import Sample

Run = Callable[..., Finished]


@pytest.fixture
def run(steme: Program, own_sample: Sample) -> Run:
    """Run `steme` in a repository of its own, by alice unless told otherwise."""
    return lambda *words, **more: steme(
        *words, cwd=own_sample.path, env={**own_sample.env, **more.pop("env", {})}, **more
    )


def records(run: Run, *words: str) -> list[dict]:  # type: ignore[type-arg]
    return json.loads(run("audit", "list", "--format", "json", *words).stdout)["steme.audit.list/v1"]  # type: ignore[no-any-return]


def record(run: Run, *words: str) -> str:
    """Ask with --audit; the id of the record."""
    assert run("query", *words, "--audit").status == 0
    return str(records(run)[0]["id"])


def test_an_answer_is_recorded_when_asked_for(run: Run, own_sample: Sample) -> None:
    assert run("query", "drug/aspirin", "dosage").status == 0
    assert records(run) == []
    plain = run("query", "drug/aspirin", "dosage", "--lens", "authority")
    audited = run("query", "drug/aspirin", "dosage", "--lens", "authority", "--audit")
    assert (audited.status, audited.stdout, audited.stderr) == (plain.status, plain.stdout, "")
    (row,) = records(run)
    assert (row["subject"], row["predicate"], row["lens"], row["by"]) == (
        "drug/aspirin",
        "dosage",
        "authority",
        "alice",
    )
    assert (row["value"], row["unit"], row["claims"]) == (75.5, "mg", 2)
    assert row["head"] == own_sample.heads[-1]
    assert run("--version").stdout.strip() == row["program"]


def test_the_setting_records_every_answer_but_where_it_is_not_to(run: Run) -> None:
    run("config", "set", "audit.record", "true")
    assert run("query", "country/as", "--format", "csv").stdout.count("\n") == 3
    assert [row["predicate"] for row in records(run)] == ["population", "capital"]
    run("skeptic", "country/as", "population")
    run("layered", "country/as", "population")
    assert [row["lens"] for row in records(run, "-n", "2")] == ["layered", "skeptic"]
    for words in (("query", "country/as", "capital"), ("skeptic", "country/as", "capital")):
        assert run(*words, "--no-audit").status == 0
    assert len(records(run)) == 4


def test_only_what_is_shown_is_recorded(run: Run) -> None:
    run("query", "country/", "population", "-n", "3", "--audit")
    assert len(records(run)) == 3
    shown = run("query", "country/", "population", "--min-conflict", "0.3", "--audit", "--format", "jsonl")
    assert len(records(run)) == 3 + shown.stdout.count("\n")
    assert run("query", "country/as", "nothing", "--audit").status == 3
    assert records(run)[0]["status"] == "EMPTY"


def test_list_filters_and_says_it_newest_first(run: Run) -> None:
    for subject in ("country/as", "country/bs", "drug/aspirin"):
        record(run, subject, "dosage" if subject.startswith("drug/") else "population")
    assert [row["subject"] for row in records(run)] == ["drug/aspirin", "country/bs", "country/as"]
    assert [row["subject"] for row in records(run, "--subject", "country/")] == ["country/bs", "country/as"]
    assert [row["subject"] for row in records(run, "-n", "1")] == ["drug/aspirin"]
    assert records(run, "--since", "2200-01-01") == []
    assert len(records(run, "--since", "1h")) == 3
    heading, first, *_ = run("audit", "list").stdout.splitlines()
    assert heading.split()[:4] == ["TIME", "SUBJECT", "PREDICATE", "LENS"]
    assert " drug/aspirin " in first


def test_show(run: Run, own_sample: Sample) -> None:
    one = record(run, "drug/aspirin", "dosage", "--include", "all", "--lifecycle", "any", "--as-of", "2026-06-01")
    done = run("audit", "show", one[:8])
    assert done.status == 0
    for line in (
        f"audit record {one}",
        "  question    drug/aspirin dosage",
        "  lifecycles  approved, deprecated, proposed, rejected, under_review",
        "  as of       2026-06-01T00:00:00Z",
        "  by          alice, steme ",
        "  answer      75.5 mg (50% of the support agrees, conflict 0.07 AGREED)",
        f"  winner      {own_sample.ids['other dosage']}",
        f"  head        {own_sample.heads[-1]}",
        f"     50.0%  {own_sample.ids['dosage'][:12]}  drug/aspirin dosage = 81 mg",
    ):
        assert line in done.stdout
    found = json.loads(run("audit", "show", one, "--format", "json").stdout)["steme.audit/v1"][0]
    assert found["weights"] == [0.5, 0.5]
    assert set(found["contributing"]) == {own_sample.ids["dosage"], own_sample.ids["other dosage"]}
    assert found["record"]["question"]["as_of"] == 1_780_272_000_000_000


def test_hostile_text_stays_text(run: Run) -> None:
    one = record(run, "drug/aspirin", "note")
    for words in (("audit", "show", one), ("audit", "list"), ("audit", "replay", one), ("audit", "export")):
        done = run(*words)
        assert done.status == 0
        assert "\u200b" not in done.stdout
        assert "\u200f" not in done.stdout
    record(run, "drug/aspirin", "formula", "--include", "all")
    rows = list(csv.DictReader(io.StringIO(run("audit", "export", "--format", "csv").stdout, newline="")))
    assert rows[-1]["value"] == "'=1+1"


def test_replay_says_whether_it_still_holds_and_what_changed(run: Run, own_sample: Sample) -> None:
    one = record(run, "country/as", "population", "--lens", "confidence", "--include", "all")
    done = run("audit", "replay", one)
    assert (done.status, "reproduced exactly" in done.stdout, "it still holds" in done.stdout) == (0, True, True)
    new = run("assert", "country/as", "population", "5000", "--unit", "people", "--confidence", "0.95").stdout.strip()
    vote = run("vote", own_sample.ids["sealed"], "-1").stdout.strip()
    done = run("audit", "replay", one)
    assert done.status == 1
    assert "  then   1000 people (" in done.stdout
    assert "  today  5000 people (" in done.stdout
    assert "it no longer holds" in done.stdout
    assert f"    {new[:12]}  new  country/as population = 5000 people" in done.stdout
    assert f"    {own_sample.ids['sealed'][:12]}  vote -1 by alice ({vote[:12]})" in done.stdout
    (row,) = json.loads(run("audit", "replay", one, "--format", "json").stdout)["steme.audit.replay/v1"]
    assert (row["reproduced"], row["holds"], row["value"], row["now"]) == (True, False, 1000, 5000)
    assert [joined["id"] for joined in row["joined"]] == [new]
    assert [(said["relation"], said["id"]) for said in row["said"]] == [("vote", vote)]
    done = run("audit", "replay", one, "--format", "csv")
    assert (done.status, next(csv.DictReader(io.StringIO(done.stdout)))["holds"]) == (1, "false")


def test_replay_names_the_retraction(run: Run, own_sample: Sample) -> None:
    one = record(run, "drug/aspirin", "approved")
    retraction = run("retract", own_sample.ids["approved"], "--reason", "Withdrawn.").stdout.strip()
    done = run("audit", "replay", one)
    assert done.status == 1
    assert (
        f"{own_sample.ids['approved'][:12]}  retracted ({retraction[:12]})  drug/aspirin approved = true" in done.stdout
    )
    assert "  today  nobody claimed anything that fitted (conflict 0.00 EMPTY)" in done.stdout


def test_export(run: Run) -> None:
    record(run, "country/as", "population", "--include", "all")
    record(run, "drug/aspirin", "dosage")
    found = json.loads(run("audit", "export").stdout)["steme.audit/v1"]
    assert [row["subject"] for row in found] == ["country/as", "drug/aspirin"]
    assert found[0]["record"]["answer"]["value"] == found[0]["value"]
    lines = run("audit", "export", "--format", "jsonl", "--subject", "drug/").stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [found[1]["id"]]
    rows = list(csv.DictReader(io.StringIO(run("audit", "export", "--format", "csv").stdout)))
    assert rows[0]["contributing"].split() == found[0]["contributing"]
    assert sum(map(float, rows[0]["weights"].split())) == pytest.approx(1)


def test_recording_that_fails_is_no_answer(run: Run, own_sample: Sample) -> None:
    (own_sample.path / ".steme" / "audit").write_text("in the way")
    done = run("query", "drug/aspirin", "dosage", "--audit")
    assert (done.status, done.stdout) == (5, "")
    assert "the answer cannot be recorded, so it is not given" in done.stderr
    assert "--no-audit asks without" in done.stderr
    env = {"STEME_AUDIT_RECORD": "true"}
    assert run("query", "drug/aspirin", "dosage", env=env).status == 5
    assert run("query", "drug/aspirin", "dosage", "--no-audit", env=env).status == 0


def test_damage_is_named(run: Run, own_sample: Sample) -> None:
    one = record(run, "drug/aspirin", "dosage")
    record(run, "drug/aspirin", "dosage")
    file = own_sample.path / ".steme" / "audit" / "records.seg"
    data = bytearray(file.read_bytes())
    data[100] ^= 1
    file.write_bytes(data)
    for words in (("list",), ("show", one), ("replay", one), ("export",)):
        done = run("audit", *words)
        assert done.status == 6
        assert "is not what was recorded" in done.stderr


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("show", "0000000"), 3, "no audit record has an id that begins with 0000000"),
        (("replay", "0000000"), 3, "no audit record"),
        (("show", "xyz"), 2, "'xyz' is not an id"),
        (("list", "--since", "soon"), 2, "--since: 'soon' is not a time"),
        (("export", "--format", "table"), 2, "table"),
    ],
)
def test_words_that_will_not_do(run: Run, words: tuple[str, ...], status: int, sentence: str) -> None:
    done = run("audit", *words)
    assert (done.status, done.stdout) == (status, "")
    assert sentence in done.stderr


def test_outside_of_a_repository(steme: Program) -> None:
    assert steme("audit", "list").status == 4


def test_a_query_that_records_nothing_imports_nothing_for_it(run: Run, own_sample: Sample) -> None:
    code = "import sys\nfrom steme_cli.main import run\nrun(sys.argv[1:])\nprint('loaded:', *sys.modules)"
    command = [sys.executable, "-c", code, "query", "drug/aspirin", "dosage"]
    env = {**os.environ, **own_sample.env}
    loaded = [
        subprocess.run(
            [*command, *more], cwd=own_sample.path, env=env, capture_output=True, text=True, check=True
        ).stdout
        for more in ([], ["--audit"])
    ]
    plain, audited = (set(text.rpartition("loaded:")[2].split()) for text in loaded)
    assert not [name for name in plain if name.startswith(("steme.audit", "repo_format.audit", "steme_cli.auditing"))]
    assert {name.split(".")[0] for name in audited - plain} <= {"steme", "repo_format", "encodings", "_json"}


def test_reindex_leaves_the_audit_log_alone(run: Run, own_sample: Sample) -> None:
    one = record(run, "drug/aspirin", "dosage")
    file = Path(own_sample.path, ".steme", "audit", "records.seg")
    before = file.read_bytes()
    assert run("reindex").status == 0
    assert file.read_bytes() == before
    assert run("audit", "replay", one).status == 0
