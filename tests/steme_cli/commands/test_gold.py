from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from steme.keys.changes import create_key
from steme.repository import Repository
from steme_cli.app import app

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``steme`` in a repository where ben and cleo disagree about aspirin; ada is the root."""
    monkeypatch.setenv("STEME_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("STEME_KEY", "ada")
    monkeypatch.setenv("STEME_TRUST_ROOTS", "ada")
    monkeypatch.chdir(tmp_path)
    for name in ("ada", "ben", "cleo"):
        create_key(name)
    Repository.init(str(tmp_path)).close()

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    for name, value, unit in (("ben", "81.5", "mg"), ("cleo", "100", "mg"), ("cleo", "0.1", "g")):
        assert invoke("assert", "drug/aspirin", "daily", value, "--unit", unit, "--key", name).exit_code == 0
    return invoke


def checked(result: Result) -> dict[str, list[object]]:
    assert result.exit_code == 0
    found = json.loads(result.stdout)["steme.gold.check/v1"]
    names = ("checked", "right", "wrong", "incomparable", "outcomes", "rank_before", "rank_after")
    return {row["author_label"]: [row[name] for name in names] for row in found}


def test_add_list_and_check(run: Run) -> None:
    made = run("gold", "add", "drug/aspirin", "daily", "81", "--unit", "mg", "--tolerance", "1%", "--note", "label")
    assert (made.exit_code, len(made.stdout.strip()), made.stderr) == (0, 64, "")
    (listed,) = json.loads(run("gold", "list", "--format", "json").stdout)["steme.gold.list/v1"]
    assert (listed["value"], listed["unit"], listed["tolerance"], listed["note"]) == (81, "mg", 0.01, "label")
    assert (listed["id"], listed["author_label"]) == (made.stdout.strip(), "ada")
    assert run("gold", "list", "country/").stdout == ""
    expected = {"ben": [1, 1, 0, 0, 1, 0.5, 0.55], "cleo": [1, 0, 1, 1, 1, 0.5, 0.4]}
    rehearsed = run("gold", "check", "--dry-run", "--format", "json")
    assert {name: row == pytest.approx(expected[name]) for name, row in checked(rehearsed).items()} == {
        "ben": True, "cleo": True,
    }  # fmt: skip
    assert rehearsed.stderr == "2 outcomes would be recorded\n"
    recorded = run("gold", "check")
    assert recorded.stderr == "2 outcomes recorded\n"
    rows = [line.split() for line in recorded.stdout.splitlines()[1:]]
    assert sorted(rows) == [
        ["ben", "1", "1", "0", "0", "1", "0.500", "0.550"],
        ["cleo", "1", "0", "1", "1", "1", "0.500", "0.400"],
    ]
    again = run("gold", "check", "drug")
    assert again.stderr == "0 outcomes recorded\n"
    ranks = [line.split()[-3:-1] for line in run("trust", "list").stdout.splitlines()[1:]]
    assert ranks == [["0", "0"], ["1", "0"], ["0", "1"]]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["add", "drug/aspirin", "daily", "81", "--tolerance", "100%"], 2, "tolerance"),
        (["add", "drug/aspirin", "daily", "much", "--tolerance", "1%"], 2, "not a number"),
        (["add", "drug//aspirin", "daily", "81"], 2, "empty segment"),
        (["add", "drug/aspirin", "daily", "81", "--key", "nobody"], 3, "nobody"),
        (["check", "--key", "ben"], 5, "vouches for ben"),
        (["check", "--trust-root", "nobody"], 3, "nobody"),
        (["list", "--trust-root", "nobody"], 3, "nobody"),
    ],
)
def test_bad_input_is_one_sentence(run: Run, words: list[str], status: int, said: str) -> None:
    result = run("gold", *words)
    assert (result.exit_code, result.stdout) == (status, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert run("gold", "list").stdout == ""
