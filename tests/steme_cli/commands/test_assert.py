from __future__ import annotations

import json
from pathlib import Path

import pytest

from steme.repository import Repository
from tests.conftest import Program
from tests.sample import Sample


@pytest.fixture
def here(steme: Program, tmp_path: Path) -> Path:
    """A directory with an empty repository and one key."""
    assert steme("init").status == 0
    assert steme("key", "new", "tester").status == 0
    return tmp_path


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEME_CONFIG_HOME", str(tmp_path / "config"))


def count(place: Path) -> int:
    with Repository.open(str(place)) as repository, repository.snapshot() as view:
        return view.count


def test_it_prints_the_id_and_nothing_else(steme: Program, here: Path) -> None:
    done = steme("assert", "country/fr", "population", "67390000")
    assert (done.status, done.stderr) == (0, "")
    assert len(done.stdout) == 65
    with Repository.open(str(here)) as repository:
        assert repository.resolve(done.stdout.strip()).hex() == done.stdout.strip()


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (["81"], 81),
        (["true"], True),
        (['"81"'], "81"),
        (["81", "--text"], "81"),
        (["ref:country/de"], {"ref": "country/de"}),
        (["-5", "--unit", "K"], -5),
        (["1e-7"], 1e-7),
    ],
)
def test_values_are_read_as_people_write_them(steme: Program, here: Path, words: list[str], value: object) -> None:
    assert steme("assert", "s", "p", *words).status == 0
    (answer,) = json.loads(steme("query", "s", "p", "--format", "json").stdout)["steme.query/v1"]
    assert answer["value"] == value
    assert isinstance(answer["value"], bool) == isinstance(value, bool)


def test_a_dry_run_shows_the_bytes_and_records_nothing(steme: Program, here: Path) -> None:
    done = steme("assert", "s", "p", "1", "--dry-run", "--time", "2024-05-01", "--meta", "lot=7", "--note", "n")
    shown = json.loads(done.stdout)
    assert (shown["time"], shown["meta"], shown["note"]) == (1714521600000000, {"lot": 7}, "n")
    assert count(here) == 0


def test_the_same_claim_twice_is_one_object(steme: Program, here: Path) -> None:
    first = steme("assert", "s", "p", "1", "--time", "2024-01-01")
    again = steme("assert", "s", "p", "1", "--time", "2024-01-01")
    assert (first.stdout, again.status) == (again.stdout, 0)
    assert "already" in again.stderr
    assert count(here) == 1


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["s//x", "p", "1"], 2, "subject"),
        (["s", "p/q", "1"], 2, "predicate"),
        (["s", "p", "9007199254740993"], 2, "2^53"),
        (["s", "p", "1e999"], 2, "double"),
        (["s", "p", "x\x1b[31m"], 2, "value"),
        (["s", "p", "1", "--confidence", "1.5"], 2, "confidence"),
        (["s", "p", "1", "--confidence", "much"], 2, "confidence"),
        (["s", "p", "1", "--tier", "royal"], 2, "regulatory"),
        (["s", "p", "x", "--unit", "mg"], 2, "unit"),
        (["s", "p", "1", "--time", "soon"], 2, "time"),
        (["s", "p", "1", "--lifecycle", "done"], 2, "lifecycle"),
        (["s", "p", "1", "--meta", "novalue"], 2, "meta"),
        (["s", "p", "1", "--salt", "xyz"], 2, "salt"),
        (["s", "p", "1", "--source", "nowhere"], 3, "source list"),
        (["s", "p", "1", "--parent", "0123456789"], 3, "begins with"),
        (["s", "p", "1", "--key", "nobody"], 3, "nobody"),
        (["s", "p"], 2, "VALUE"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_written(
    steme: Program, here: Path, words: list[str], status: int, said: str
) -> None:
    done = steme("assert", *words)
    assert done.status == status
    assert done.stdout == ""
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "\x1b" not in done.stderr
    assert count(here) == 0


def test_without_a_repository_or_a_key(steme: Program, tmp_path: Path) -> None:
    assert steme("assert", "s", "p", "1").status == 4
    steme("init")
    missing = steme("assert", "s", "p", "1")
    assert (missing.status, "steme key new" in missing.stderr) == (3, True)


def test_tier_comes_from_the_scheme_the_setting_or_the_option(steme: Program, here: Path) -> None:
    def tier(*words: str) -> int:
        return int(json.loads(steme("assert", *words, "--dry-run").stdout)["tier"])

    assert tier("rfc://7519/aud", "p", "1") == 0
    assert tier("s", "p", "1") == 4
    assert tier("s", "p", "1", "--tier", "clinical") == 1
    steme("config", "set", "assert.tier", "expert")
    assert tier("s", "p", "1") == 3


def test_a_time_that_is_still_to_come_is_pointed_out(own_sample: Sample, steme: Program) -> None:
    def noted(*words: str) -> str:
        done = steme("assert", "a", "b", "1", *words, cwd=own_sample.path, env=own_sample.env)
        assert done.status == 0
        return done.stderr

    assert noted("--time", "2100") == "it is dated 2100-01-01T00:00:00Z, which is still to come\n"
    assert noted("--time", "2020") == noted() == ""
