"""Ctrl-C, SIGTERM and a closed pipe in the midst of a write: what was acknowledged stays, nothing is there by half."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from unittest import mock

import pytest
from campaigns import claims
from campaigns.children import in_child, start
from campaigns.command_line import command, environment, written
from invariants import check

from repo_format.storage import appender
from repo_format.storage.appender import Appender
from repo_format.storage.transaction import Transaction
from steme.repository import Repository

KEY = claims.key(1)
COUNT = 40
GROUP = 50


@contextmanager
def _interrupted(place: object, name: str, after: bool) -> Iterator[None]:
    """Ctrl-C just before or just after a step of the write."""
    real = getattr(place, name)

    def step(*arguments: object, **named: object) -> object:
        if not after:
            raise KeyboardInterrupt
        real(*arguments, **named)
        raise KeyboardInterrupt

    with mock.patch.object(place, name, step):
        yield


STEPS = [
    (Appender, "append", False),
    (Appender, "append", True),
    (Appender, "_write", True),
    (Appender, "sync", False),
    (Appender, "sync", True),
    (os, "fdatasync", False),
    (os, "fdatasync", True),
    (Transaction, "_make_commit", True),
    (Transaction, "_index", False),
    (Transaction, "_index", True),
]


@pytest.mark.parametrize(("place", "name", "after"), STEPS)
def test_ctrl_c_at_a_step_leaves_all_or_nothing(tmp_path: Path, place: object, name: str, after: bool) -> None:
    before = claims.claim(KEY, 1)
    offers = [claims.claim(KEY, number) for number in range(10, 10 + COUNT)]
    later = claims.claim(KEY, 2)
    with Repository.init(str(tmp_path)) as repository:
        repository.add([before[2]], KEY)
        with (
            _interrupted(place, name, after),
            mock.patch.object(appender, "_FLUSH_BYTES", 1000),
            pytest.raises(KeyboardInterrupt),
        ):
            claims.add_sealed(repository, KEY, offers, 10**15)
        repository.add([later[2]], KEY)  # the lock is free and the store still good
        with repository.snapshot() as view:
            there = sum(view.seq_of(identifier) > 0 for identifier, _, _ in offers)
    assert there in (0, COUNT)
    acked = [before[0], later[0]]
    assert check(tmp_path, acked, {*acked, *(one[0] for one in offers)}) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGPIPE, signal.SIGHUP])
def test_a_signal_during_writes_costs_nothing_acknowledged(tmp_path: Path, number: signal.Signals) -> None:
    chance = random.Random(number)
    assert in_child(lambda: Repository.init(str(tmp_path)).close()) is None
    offered: set[bytes] = set()
    acked: set[bytes] = set()
    for turn in range(4):
        pid, told = _start_writer(str(tmp_path), turn)
        time.sleep(chance.uniform(0.05, 0.15))
        os.kill(pid, number)
        os.waitpid(pid, 0)
        done = os.fstat(told).st_size
        os.close(told)
        offered.update(identifier for group in range(done + 1) for identifier, _, _ in _group(turn, group))
        acked.update(identifier for group in range(done) for identifier, _, _ in _group(turn, group))
    assert acked
    more = _group(9, 0)
    with Repository.open(str(tmp_path)) as repository:
        claims.add_sealed(repository, KEY, more, 10**15)
        with repository.snapshot() as view:
            assert view.count % GROUP == 0
    acked.update(identifier for identifier, _, _ in more)
    assert check(tmp_path, acked, offered | acked) == []


def _group(turn: int, group: int) -> list[claims.Offer]:
    start_of = turn * 1_000_000 + group * GROUP
    return [claims.claim(KEY, start_of + i) for i in range(GROUP)]


def _start_writer(top: str, turn: int) -> tuple[int, int]:
    """A process that writes groups for ever and one byte to a file for each that was acknowledged."""
    told = os.memfd_create("told")

    def work() -> None:
        for deadly in (signal.SIGPIPE, signal.SIGTERM, signal.SIGHUP):
            signal.signal(deadly, signal.SIG_DFL)  # Python ignores the first, and nohup has the last ignored
        with Repository.open(top) as repository:
            for group in range(100_000):
                claims.add_sealed(repository, KEY, _group(turn, group), 10**15)
                os.write(told, b".")

    pid, pipe = start(work)
    os.close(pipe)
    return pid, told


def _run(home: Path, *words: str, **how: object) -> Popen[bytes]:
    return Popen(command(home, home, *words), env=environment(home), cwd=home, stderr=PIPE, **how)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_is_interrupted_says_so_and_leaves_nothing_by_half(
    tmp_path: Path, number: signal.Signals
) -> None:
    _finish(_run(tmp_path, "init"), 0)
    ends = {_interrupt(tmp_path, turn, number) for turn in range(5)}
    assert ends <= {0, 130, -number, 128 + number}
    with Repository.open(str(tmp_path)) as repository:
        mine = [one for group in written(repository).values() for one in group]
    assert check(tmp_path, [], mine) == []


def _interrupt(home: Path, turn: int, number: signal.Signals) -> int:
    running = _run(home, "assert", f"cli/{turn}", "p", "1", stdout=PIPE)
    time.sleep(0.02 * turn)
    running.send_signal(number)
    told, complaint = running.communicate()
    if b"Traceback" in complaint:
        assert b"boundary.py" not in complaint  # from before our first line, it is the interpreter's own
        return -number
    if running.returncode == 0:
        with Repository.open(str(home)) as repository, repository.snapshot() as view:
            assert view.seq_of(bytes.fromhex(told.decode().strip()))
    return running.returncode


def _finish(process: Popen[bytes], status: int) -> bytes:
    _, complaint = process.communicate()
    assert process.returncode == status, complaint
    return complaint


def test_a_closed_pipe_does_not_undo_what_was_recorded(tmp_path: Path) -> None:
    _finish(_run(tmp_path, "init"), 0)
    receive, send = os.pipe()
    os.close(receive)
    process = _run(tmp_path, "assert", "cli/1", "p", "1", stdout=send)
    os.close(send)
    assert b"Traceback" not in _finish(process, 141)
    with Repository.open(str(tmp_path)) as repository:
        assert len(written(repository)["cli/1"]) == 1
