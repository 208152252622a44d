"""`steme delegate`, `steme trust` and the verbs of `steme key` that sign in a repository."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from steme.keys import load
from steme.keys.changes import create_key
from steme.repository import Repository
from steme_cli.app import app

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``steme`` in an empty repository, with the keys of ada, ben, cleo and dan; only ada is a root."""
    monkeypatch.setenv("STEME_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("STEME_KEY", "ada")
    monkeypatch.setenv("STEME_TRUST_ROOTS", "ada")
    monkeypatch.chdir(tmp_path)
    for name in ("ada", "ben", "cleo", "dan"):
        create_key(name)
    Repository.init(str(tmp_path)).close()
    return lambda *words: CliRunner().invoke(app, list(words))


@pytest.fixture
def chain(run: Run) -> list[str]:
    """ada -> ben -> cleo -> dan, the second step about drugs alone; the ids of the delegations."""
    made = [
        run("delegate", "ben", "--weight", "0.8"),
        run("delegate", "cleo", "--weight", "0.5", "--scope", "drug/", "--key", "ben"),
        run("delegate", "dan", "--weight", "0.9", "--key", "cleo", "--expires", "2200-01-01", "--reason", "met"),
    ]
    assert [(one.exit_code, one.stderr) for one in made] == [(0, "")] * 3
    return [one.stdout.strip() for one in made]


def document(result: Result, name: str) -> dict[str, object]:
    assert (result.exit_code, result.stderr) == (0, "")
    found: dict[str, object] = json.loads(result.stdout)[f"{name}/v1"]
    return found


def test_delegate_prints_the_id_of_what_it_signed(run: Run, chain: list[str]) -> None:
    (shown,) = json.loads(run("show", chain[2], "--format", "json").stdout)["steme.show/v1"]
    payload = shown["payload"]
    assert (payload["kind"], payload["weight"], payload["reason"]) == ("delegation", 0.9, "met")
    assert payload["expires"] == 7_258_118_400_000_000


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["ben", "--weight", "1.5"], 2, "from 0 to 1"),
        (["ben", "--weight", "much"], 2, "much"),
        (["ben"], 2, "--weight"),
        (["ben", "--weight", "0.5", "--scope", "drug//x"], 2, "empty segment"),
        (["ben", "--weight", "0.5", "--expires", "2020-01-01"], 2, "is past"),
        (["ben", "--weight", "0.5", "--expires", "someday"], 2, "not a time"),
        (["nobody", "--weight", "0.5"], 3, "nobody"),
        (["ben", "--weight", "0.5", "--key", "nobody"], 3, "there is no key 'nobody'"),
        (["ada", "--weight", "0.5"], 5, "your own"),
    ],
)
def test_delegate_refuses_in_words(run: Run, words: list[str], status: int, said: str) -> None:
    result = run("delegate", *words)
    assert (result.exit_code, result.stdout) == (status, "")
    assert said in result.stderr
    assert run("log").stdout == ""


def test_trust_show_has_the_chain_and_its_depth(run: Run, chain: list[str]) -> None:
    made = document(run("trust", "show", "dan", "--subject", "drug/aspirin", "--format", "json"), "steme.trust")
    assert (made["depth"], made["weight"], made["rank"]) == (3, pytest.approx(0.36), 0.5)
    assert made["trust"] == pytest.approx(0.5 + 0.5 * 0.36)
    assert [step["id"] for step in made["chain"]] == chain  # type: ignore[index, attr-defined]
    page = run("trust", "show", "dan").stdout
    assert "trust     0.500 about all subjects" in page
    assert "nobody vouches for this key" in page
    assert "within    drug: trust 0.680" in page
    assert "0.360 over 3 links" in page
    assert f"cleo -> dan: 0.9 about all subjects, until 2200-01-01T00:00:00Z ({chain[2][:12]})" in page
    assert "this is whose view it is" in run("trust", "show", "ada").stdout


def test_trust_path_is_a_row_for_each_link(run: Run, chain: list[str]) -> None:
    made = run("trust", "path", "ada", "dan", "--subject", "drug/", "--format", "jsonl")
    steps = [json.loads(line) for line in made.stdout.splitlines()]
    assert [(step["giver_name"], step["taker_name"], step["scope"]) for step in steps] == [
        ("ada", "ben", ""), ("ben", "cleo", "drug"), ("cleo", "dan", ""),
    ]  # fmt: skip
    assert [step["product"] for step in steps] == pytest.approx([0.8, 0.4, 0.36])
    for words, about in ((["ada", "dan"], "all subjects"), (["dan", "ada", "--subject", "drug"], "'drug'")):
        none = run("trust", "path", *words)
        assert (none.exit_code, none.stdout) == (3, "")
        assert about in none.stderr
    same = run("trust", "path", "ada", "ada", "--format", "jsonl")
    assert (same.exit_code, same.stdout) == (0, "")


def test_trust_list_is_by_trust_and_whose_view_it_is_decides(run: Run, chain: list[str]) -> None:
    def rows(*words: str) -> list[tuple[str, str, int | None]]:
        found = json.loads(run("trust", "list", "--format", "json", *words).stdout)["steme.trust.list/v1"]
        return [(row["name"], row["subject"], row["depth"]) for row in found]

    assert rows() == [("ada", "", 0), ("ben", "", 1), ("cleo", "drug", 2), ("dan", "drug", 3)]
    assert rows("--trust-root", "cleo") == [("cleo", "", 0), ("dan", "", 1)]
    assert {row[0] for row in rows("--trust-root", "cleo", "--trust-root", "ben")} == {"ben", "cleo", "dan"}
    assert rows("--as-of", "2020-01-01") == [("ada", "", 0)]
    assert rows("--known-at", "seq:1") == [("ada", "", 0), ("ben", "", 1)]
    table = run("trust", "list").stdout.splitlines()
    assert table[1].split()[:6] == ["ada", "all", "subjects", "1.000", "1.000", "0"]


def test_a_key_is_rotated_and_revoked(run: Run, chain: list[str]) -> None:
    create_key("dan2")
    assert run("key", "rotate", "dan", "dan2", "--reason", "new laptop").exit_code == 0
    made = document(run("trust", "show", "dan2", "--subject", "drug", "--format", "json"), "steme.trust")
    assert (made["depth"], made["keys"]) == (3, [load("dan2").public.hex(), load("dan").public.hex()])
    again = run("key", "rotate", "dan", "ben")
    assert (again.exit_code, again.stdout) == (5, "")
    unasked = run("key", "revoke", "dan")
    assert (unasked.exit_code, unasked.stdout) == (5, "")
    assert "--yes" in unasked.stderr
    revoked = run("key", "revoke", "dan", "--yes")
    assert (revoked.exit_code, len(revoked.stdout.strip()), revoked.stderr) == (0, 64, "")
    assert f"given up  dan ({load('dan').public.hex()})" in run("trust", "show", "dan2").stdout
    assert run("delegate", "ben", "--weight", "1", "--key", "dan").exit_code == 5
    assert run("delegate", "ben", "--weight", "1", "--key", "dan2").exit_code == 0


def test_a_profile_is_signed_by_the_key_it_is_about(run: Run) -> None:
    made = run("key", "profile", "ben", "--name", "Ben", "--contact", "mailto:ben@example.org")
    assert made.exit_code == 0
    (shown,) = json.loads(run("show", made.stdout.strip(), "--format", "json").stdout)["steme.show/v1"]
    assert (shown["payload"]["name"], shown["payload"]["author"]) == ("Ben", load("ben").public.hex())
    assert run("key", "profile", "ben").exit_code == 2


@pytest.mark.parametrize("words", [["trust", "list"], ["delegate", "ben", "--weight", "1"], ["key", "revoke", "ben"]])
def test_outside_of_a_repository(run: Run, words: list[str]) -> None:
    result = run(*words, "-C", "/")
    assert (result.exit_code, result.stdout) == (4, "")
