"""That every benchmark runs; on sizes that measure nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from measuring import __main__ as program
from measuring import apart, claims, ours
from measuring.ground import Ground
from measuring.line import Line

SIZE = 120


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """As in a run, but with the programs of the environment that runs the tests instead of a wheel built for this."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ground, "programs", lambda _: Path(sys.executable).parent)
        yield Ground(tmp_path_factory.mktemp("benchmark"), SIZE, 1)


GOALS = {
    "clone": {">= 1"},
    "conflicts": {"<= 1"},
    "crowd": {"<= 1"},
    "disk_space": {"<= 1"},
    "durable_assert": {"<= 3"},
    "fsck": {">= 1"},
    "import_claims": {">= 1"},
    "lenses": {"<= 1.5"},
    "million": {">= 0.7", "<= 1", "<= 2"},
    "push": {"<= 1"},
    "query": {"<= 1"},
    "reindex": {">= 1"},
    "sharing_million": {"<= 1"},
    "steady": {"<= 1"},
    "traffic": {"<= 1"},
    "whole_process": {"<= 6", "<= 8"},
}


PEERS = {"conflicts": "duckdb"}
"""Peers that are no part of the environment for tests."""

LARGE = {"linter"}
"""What takes minutes however small it is asked to be: it looks at the whole standard library."""


@pytest.mark.parametrize("name", sorted(set(program.names()) - LARGE))
def test_a_benchmark_gives_lines_says_what_it_does_and_asks_for_what_was_decided(name: str, ground: Ground) -> None:
    if name in PEERS:
        pytest.importorskip(PEERS[name])
    module = program.load(name)
    assert module.__doc__
    lines = list(module.measure(ground))
    assert {str(line.goal) for line in lines if line.goal} == GOALS[name]
    for line in lines:
        assert line.ratio is None or 0 < line.ratio.least <= line.ratio.median <= line.ratio.most


def test_a_repository_that_lacks_a_claim_is_noticed(ground: Ground) -> None:
    place = ground.repository(claims.CONTESTED)
    apart.run(ours.check, place, SIZE + claims.SOURCES)
    with pytest.raises(RuntimeError, match="136 objects of 137"):
        apart.run(ours.check, place, SIZE + claims.SOURCES + 1)


def test_the_program_prints_tables_and_tells_by_its_status_whether_a_goal_was_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["disk_space", "--size", "100", "--rounds", "1", "--at", str(tmp_path)]
    assert program.main(words) == 1  # so few claims do not pay for the first pages of an index
    printed = capsys.readouterr().out
    assert "disk_space: Bytes on disk for one claim" in printed
    assert str(tmp_path) not in printed
    assert list(tmp_path.iterdir()) == []

    def nothing(_: Ground) -> Iterator[Line]:
        yield Line("what", "1", "peer", "2")

    monkeypatch.setattr(program.load("disk_space"), "measure", nothing)
    assert program.main(words) == 0


def test_an_unknown_benchmark_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        program.main(["nonsense"])
    assert "import_claims" in capsys.readouterr().err
