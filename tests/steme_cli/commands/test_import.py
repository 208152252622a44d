from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Finished, Program
from tests.sample import Sample, build

Here = Callable[..., Finished]
FACT = '{"subject":"country/fr","predicate":"population","value":67390000}'
OTHER = '{"subject":"country/bi","predicate":"capital","value":"Gitega","tier":"expert","time":"2019-02-04"}'
BAD = '{"subject":"country/de","predicate":"population","value":1,"confidence":1.2}'


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """A repository that these tests add to."""
    return build(tmp_path_factory.mktemp("import"))


@pytest.fixture
def run(claims: Sample, steme: Program) -> Here:
    return lambda *words, **more: steme(*words, cwd=claims.path, env=claims.env, **more)


def count(run: Here) -> int:
    return int(json.loads(run("head", "--format", "json").stdout)["steme.head/v1"]["count"])


def test_a_file_by_its_ending_and_a_summary(run: Here, claims: Sample) -> None:
    (claims.path / "facts.jsonl").write_text(f"{FACT}\n\n{OTHER}\n")
    words = ("import", "facts.jsonl", "--source", "factbook", "--confidence", "0.75", "--time", "2026-02-03")
    done = run(*words)
    assert (done.status, done.stderr) == (0, "")
    facts = dict(line.split(maxsplit=1) for line in done.stdout.replace("already here", "here").splitlines())
    assert (facts["lines"], facts["added"], facts["here"], facts["refused"]) == ("2", "2", "0", "0")
    assert facts["root"] in run("head").stdout
    (answer,) = json.loads(run("query", "country/fr", "population", "--format", "json").stdout)["steme.query/v1"]
    assert answer["value"] == 67390000
    again = run(*words)
    assert "already here  2\n" in again.stdout


def test_stdin_needs_a_form(run: Here) -> None:
    done = run("import", "-", input=FACT)
    assert (done.status, done.stdout) == (2, "")
    assert done.stderr == "steme: --from: the ending of stdin does not say what it holds; use --from jsonl or csv\n"
    assert run("import", "-", "--from", "jsonl", "--dry-run", input=FACT).status == 0


def test_the_first_bad_line_stops_it(run: Here) -> None:
    before = count(run)
    done = run("import", "-", "--from", "jsonl", input=f"{FACT}\n{BAD}\n")
    assert (done.status, done.stdout) == (2, "")
    assert done.stderr == "steme: line 2: confidence: is 1.2; it goes from 0 to 1\n"
    assert count(run) == before


def test_keep_going_says_which_lines_and_why(run: Here) -> None:
    before = count(run)
    done = run("import", "-", "--from", "jsonl", "--keep-going", input=f"{FACT}\n{BAD}\n\x1b[2J\n")
    assert done.status == 1
    assert done.stderr.splitlines()[0] == "line 2: confidence: is 1.2; it goes from 0 to 1"
    assert done.stderr.splitlines()[1].startswith("line 3: is not JSON")
    assert "refused       2\n" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    assert count(run) == before + 1
    done = run("import", "-", "--from", "jsonl", "--keep-going", "--format", "json", input=f"{BAD}\n{FACT}\n")
    found = json.loads(done.stdout)["steme.import/v1"]
    assert (done.status, done.stderr, found["lines"], found["added"]) == (1, "", 2, 1)
    assert found["refused_lines"] == [{"line": 1, "reason": "confidence: is 1.2; it goes from 0 to 1"}]


def test_a_dry_run_writes_nothing(run: Here) -> None:
    before = count(run)
    done = run("import", "-", "--from", "jsonl", "--dry-run", input=f"{FACT}\n{OTHER}\n")
    assert done.status == 0
    assert "added         2\n" in done.stdout
    assert "dry run" in done.stderr
    assert count(run) == before


def test_csv_with_columns(run: Here) -> None:
    words = ("import", "-", "--from", "csv", "--column", "subject=iso2", "--prefix", "country/")
    words += ("--column", "value=inhabitants", "--predicate", "inhabitants", "--unit", "people", "--tier", "expert")
    done = run(*words, input="iso2,inhabitants,area\nfr,67,643801\nbi,13,27834\n")
    assert (done.status, done.stderr) == (0, "columns without a field: area\n")
    found = json.loads(run("query", "country/*", "inhabitants", "--format", "json").stdout)["steme.query/v1"]
    assert {(row["subject"], row["value"], row["unit"]) for row in found} == {
        ("country/fr", 67, "people"), ("country/bi", 13, "people"),
    }  # fmt: skip


BAD_WORDS = [
    (("nowhere.jsonl",), 3, "there is no file 'nowhere.jsonl'"),
    ((".", "--from", "csv"), 9, "cannot read '.'"),
    (("-", "--from", "jsonl", "--source", "nowhere"), 3, "there is no source 'nowhere'"),
    (("-", "--from", "jsonl", "--tier", "best"), 2, "tier: 'best' is not a tier"),
    (("-", "--from", "jsonl", "--confidence", "high"), 2, "confidence: 'high' is not a number"),
    (("-", "--from", "jsonl", "--confidence", "2"), 2, "confidence: is 2; it goes from 0 to 1"),
    (("-", "--from", "jsonl", "--time", "soon"), 2, "time: 'soon' is not a time"),
    (("-", "--from", "jsonl", "--key", "nobody"), 3, "there is no key 'nobody'"),
    (("-", "--from", "csv", "--column", "subject"), 2, "--column: 'subject' is not of the form FIELD=COLUMN"),
    (("-", "--from", "csv", "--column", "subject=a", "--column", "subject=b"), 2, "--column: 'subject' is given twice"),
    (("-", "--from", "csv", "--column", "subject=a"), 2, "line 1: is not CSV"),
    (("-", "--from", "xml"), 2, "xml"),
]


@pytest.mark.parametrize(("words", "status", "sentence"), BAD_WORDS)
def test_words_that_will_not_do(run: Here, words: tuple[str, ...], status: int, sentence: str) -> None:
    done = run("import", *words, input=FACT)
    assert (done.status, done.stdout) == (status, "")
    assert sentence in done.stderr
    assert done.stderr.count("\n") <= 3


def test_settings_are_defaults(claims: Sample, steme: Program) -> None:
    settings = {"STEME_ASSERT_CONFIDENCE": "0.125", "STEME_ASSERT_TIER": "anecdotal", "STEME_IMPORT_SEAL": "no"}
    line = '{"subject":"settings","predicate":"p","value":1}'
    done = steme("import", "-", "--from", "jsonl", input=line, cwd=claims.path, env={**claims.env, **settings})
    assert "added         1\n" in done.stdout
    row = json.loads(steme("export", "--subject", "settings", cwd=claims.path).stdout)
    assert (row["payload"]["confidence"], row["payload"]["tier"], "signature" in row) == (0.125, 5, True)


def test_outside_of_a_repository(steme: Program) -> None:
    done = steme("import", "-", "--from", "jsonl", input=FACT)
    assert (done.status, done.stdout) == (4, "")


def test_ctrl_c_leaves_nothing(run: Here, claims: Sample) -> None:
    before = count(run)
    process = subprocess.Popen(
        [sys.executable, "-m", "steme_cli", "import", "-", "--from", "jsonl"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=claims.path,
        env={**os.environ, **claims.env},
    )
    assert process.stdin is not None
    lines = (b'{"subject":"ctrl/c%d","predicate":"p","value":1}\n' % number for number in range(40_000))
    process.stdin.write(b"".join(lines))  # far more than a pipe holds, so most of it has been read after this
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=30)
    assert (process.returncode, stderr) == (130, b"steme: interrupted\n")
    assert count(run) == before
    assert run("import", "-", "--from", "jsonl", input=FACT).status == 0


def test_an_export_of_somebody_else_is_taken_in(run: Here, tmp_path: Path, steme: Program, claims: Sample) -> None:
    steme("init", cwd=tmp_path)
    exported = run("export").stdout
    done = steme("import", "-", "--from", "jsonl", "--format", "json", cwd=tmp_path, env=claims.env, input=exported)
    found = json.loads(done.stdout)["steme.import/v1"]
    assert (done.status, found["added"]) == (0, count(run))
    assert found["root"] == json.loads(run("head", "--format", "json").stdout)["steme.head/v1"]["root"]
    forged = exported.replace('"value":1000', '"value":1001')
    assert forged != exported
    steme("init", str(tmp_path / "other"))
    done = steme("import", "-", "--from", "jsonl", cwd=tmp_path / "other", env=claims.env, input=forged)
    assert (done.status, done.stdout) == (5, "")
    assert done.stderr.startswith("steme: line ")


def test_a_file_that_is_not_there_is_named_whatever_its_ending(run: Here) -> None:
    for name in ("nothing", "nothing.csv"):
        done = run("import", name)
        assert (done.status, done.stderr) == (3, f"steme: there is no file '{name}'\n")


def test_a_table_that_was_exported_is_imported_as_it_is(run: Here) -> None:
    words = ("export", "--to", "csv", "--subject", "drug/aspirin", "--output", "out.csv", "--force")
    assert run(*words).status == 0
    done = run("import", "out.csv", "--dry-run", "--format", "json", "--key", "bob")
    facts = json.loads(done.stdout)["steme.import/v1"]
    assert (done.status, facts["refused"], facts["root"]) == (0, 0, None)
    assert facts["added"] + facts["already_here"] == facts["lines"] > 4
    assert "columns without a field: id, author, author_label" in done.stderr
