from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from repo_format.errors import NotARepository
from repo_format.storage.store import Store
from steme.following import INTERVAL, follow
from steme.history import Entry
from steme.wanted import Wanted
from tests.sample import Sample


class Pauses:
    """Stands in for sleeping: does the next of some things instead, and at last ends it all with Ctrl-C."""

    def __init__(self, *steps: Callable[[], object]) -> None:
        self._steps = iter(steps)

    def __call__(self, seconds: float) -> None:
        assert seconds == INTERVAL
        step = next(self._steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()


def collected(found: Iterator[Entry | None]) -> list[int | None]:
    seen: list[int | None] = []
    try:
        for entry in found:
            seen.append(entry and entry.seq)  # noqa: PERF401 - what was seen counts when it ends in the midst
    except KeyboardInterrupt:
        return seen
    raise AssertionError("it never ends by itself")


def add(sample: Sample, value: int) -> None:
    with sample.open() as repository:
        sample.commit(repository, sample.bob, [sample.claim(sample.bob, "drug/new", "dosage", value)])


def test_what_is_there_and_what_comes(own_sample: Sample) -> None:
    pauses = Pauses(lambda: add(own_sample, 1), lambda: None, lambda: (add(own_sample, 2), add(own_sample, 3)))
    found = follow(str(own_sample.path), Wanted(), 211, pause=pauses)
    assert collected(found) == [212, 213, None, 214, None, None, 215, 216, None]


def test_only_what_is_wanted(own_sample: Sample) -> None:
    pauses = Pauses(lambda: add(own_sample, 1))
    wanted = Wanted(predicate="dosage", kind="assertion")
    assert collected(follow(str(own_sample.path), wanted, 0, pause=pauses)) == [133, 202, None, 214, None]


def test_a_waiting_follower_opens_nothing(own_sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    real = Store.open
    monkeypatch.setattr(Store, "open", lambda *words: opened.append(words) or real(*words))
    pauses = Pauses(*[lambda: None] * 5)
    assert collected(follow(str(own_sample.path), Wanted(), 213, pause=pauses)) == [None] * 6
    assert len(opened) == 1


def test_a_commit_on_its_way_into_the_index_is_waited_for(own_sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bytes are in the segment before its rows are in the index, and the file changes no more afterwards."""
    from repo_format.storage.snapshot import Snapshot

    add(own_sample, 1)
    real = Snapshot.count.fget
    late = {"lag": 7, "hidden": 1}
    monkeypatch.setattr(Snapshot, "lag", property(lambda view: late["lag"]))
    monkeypatch.setattr(Snapshot, "count", property(lambda view: real(view) - late["hidden"]))
    pauses = Pauses(lambda: None, lambda: late.update(lag=0, hidden=0), lambda: None)
    assert collected(follow(str(own_sample.path), Wanted(), 213, pause=pauses)) == [None, None, 214, None, None]


def test_a_rebuilt_index_does_no_harm(own_sample: Sample) -> None:
    def rebuild() -> None:
        with own_sample.open() as repository:
            repository.store.rebuild()

    pauses = Pauses(rebuild, lambda: add(own_sample, 1))
    assert collected(follow(str(own_sample.path), Wanted(), 213, pause=pauses)) == [None, None, 214, None]


def test_the_repository_goes_away(own_sample: Sample) -> None:
    pauses = Pauses(lambda: shutil.rmtree(own_sample.path / ".steme"))
    with pytest.raises(NotARepository):
        list(follow(str(own_sample.path), Wanted(), 213, pause=pauses))


def test_another_process_commits(own_sample: Sample) -> None:
    script = (
        "import sys, time; from pathlib import Path; from tests.sample import Sample\n"
        "time.sleep(0.2); sample = Sample(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "with sample.open() as repository:\n"
        "    sample.commit(repository, sample.bob, [sample.claim(sample.bob, 'x', 'y', 1)])\n"
    )
    command = [sys.executable, "-c", script, str(own_sample.path), str(own_sample.config)]
    with subprocess.Popen(command) as process:
        deadline = time.monotonic() + 20
        for entry in follow(str(own_sample.path), Wanted(), 213):
            if entry is not None:
                break
            assert time.monotonic() < deadline
        assert process.wait(10) == 0
    assert entry is not None
    assert entry.seq == 214
