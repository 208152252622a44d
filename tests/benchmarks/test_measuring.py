"""The parts that every benchmark uses."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from measuring import apart, claims, environment
from measuring.line import Line, at_least, at_most, compared, missing
from measuring.rounds import Ratio, Sample, ratio, take_turns, timed
from measuring.table import table


def test_claims_are_the_same_for_the_same_seed() -> None:
    once = list(claims.claims(claims.CONTESTED, 200))
    assert once == list(claims.claims(claims.CONTESTED, 200))
    assert once != list(claims.claims(claims.CONTESTED, 200, seed=2))


def test_contested_questions_have_twenty_claims_that_differ_and_come_in_no_order() -> None:
    made = list(claims.claims(claims.CONTESTED, 4000))
    asked = [(claim["subject"], claim["predicate"]) for claim in made]
    assert len(set(asked)) == 200
    assert {asked.count(question) for question in set(asked)} == {20}
    assert asked != sorted(asked)
    assert len({str(claim["value"]) for claim in made}) > 1000
    assert {type(claim["value"]) for claim in made} == {int, float, str, bool, dict}


def test_wide_questions_are_many_and_their_values_texts_of_their_own() -> None:
    made = list(claims.claims(claims.WIDE, 3000))
    assert len(made) == 3000
    assert len({(claim["subject"], claim["predicate"]) for claim in made}) > 1500
    assert len({claim["value"] for claim in made}) > 2900


def test_sides_take_turns_and_each_begins_once() -> None:
    order: list[str] = []

    def side(name: str) -> Sample:
        order.append(name)
        return Sample(1.0, 1.0)

    samples = take_turns({"a": lambda: side("a"), "b": lambda: side("b")}, 2)
    assert order == ["a", "b", "b", "a"]
    assert {name: len(found) for name, found in samples.items()} == {"a": 2, "b": 2}


def test_a_ratio_is_the_median_of_the_rounds_and_not_of_the_sums() -> None:
    assert ratio([1.0, 1.0, 100.0], [2.0, 1.0, 10.0]) == Ratio(1.0, 0.5, 10.0)


def test_goals() -> None:
    line = compared("import", "/s", [10.0], "peer", [8.0], at_least(1))
    assert (line.reached, line.ours, line.theirs, str(line.goal)) == (True, "10.0 /s", "8.00 /s", ">= 1")
    assert compared("import", "/s", [10.0], "peer", [8.0], at_most(1)).reached is False
    assert compared("import", "/s", [10.0], "peer", [8.0]).reached is None


def test_a_table_is_aligned_and_says_no_aloud() -> None:
    printed = table([compared("short", "ms", [3.0], "peer", [1.0], at_most(2)), missing("another", "a peer")])
    heading, rule, first, second = printed.splitlines()
    assert heading.split() == ["what", "ours", "peer", "theirs", "ratio", "min..max", "asked", "reached"]
    assert set(rule) == {"-", " "}
    assert first.endswith("NO")
    assert "not installed" in second
    assert heading.index("peer") == first.index("peer") == second.index("a peer")


def test_work_apart_is_measured_there(tmp_path: Path) -> None:
    sample = apart.run(claims.write, claims.WIDE, 50, tmp_path / "lines")
    assert (tmp_path / "lines").read_bytes().count(b"\n") == 50
    assert sample.wall > 0
    assert sample.peak > 1_000_000


def test_work_apart_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"claims.write failed: .*No such file"):
        apart.run(claims.write, claims.WIDE, 50, tmp_path / "no folder" / "lines")


def test_a_program_is_measured_and_its_failure_noticed(tmp_path: Path) -> None:
    sample = apart.program([sys.executable, "-c", "sum(range(10**6))"], tmp_path, dict(os.environ))
    assert sample.wall >= sample.cpu * 0.5 > 0
    with pytest.raises(RuntimeError, match="ended with 3"):
        apart.program([sys.executable, "-c", "raise SystemExit(3)"], tmp_path, dict(os.environ))


def test_time_counts_processes_that_were_waited_for(tmp_path: Path) -> None:
    busy = [sys.executable, "-c", "sum(range(2 * 10**6))"]
    assert timed(lambda: apart.program(busy, tmp_path, dict(os.environ))).cpu > 0.01


def test_surroundings_hide_what_would_change_the_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEME_KEY", "alice")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert not {"STEME_KEY", "PYTHONDONTWRITEBYTECODE"} & apart.surroundings().keys()
    assert apart.surroundings(HOME="elsewhere")["HOME"] == "elsewhere"


def test_the_environment_is_described_without_names_of_machines_and_places(tmp_path: Path) -> None:
    said = "\n".join(environment.described(tmp_path))
    assert f"CPython {sys.version.split()[0]}" in said
    assert "msgspec" in said
    assert str(tmp_path) not in said
    assert str(Path.home()) not in said
    assert socket.gethostname() not in said


def test_a_line_without_a_ratio_has_nothing_to_reach() -> None:
    assert Line("what", "1", "peer", "2", goal=at_most(1)).reached is None
