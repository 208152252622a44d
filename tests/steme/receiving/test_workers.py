"""Workers that die, hang, cannot be started, or are left behind: refusal or another attempt, never trust."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_format import errors
from repo_format.errors import BadSignature, MalformedObject, Refused, StemeError
from steme.receiving import inspection, workers
from steme.receiving.inspection import Inspection
from steme.receiving.receive import waiting
from steme.receiving.span import Finding
from steme.receiving.worker import decode_error, encode_error
from tests.repo_format.pack.conftest import packed
from tests.steme.receiving.parcels import ALICE, complete, held, incoming, mixture, sealed, take

RECORDS = mixture()


def children() -> set[int]:
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if b"steme.receiving.worker" in words and parent == os.getpid():
                found.add(int(entry.name))
    return found


def test_one_that_dies_is_replaced(here, many, monkeypatch):
    began = workers.Worker.__init__
    killed = []

    def start(worker, file):  # type: ignore[no-untyped-def]
        began(worker, file)
        if len(killed) < 2:
            killed.append(worker._child.pid)
            os.kill(worker._child.pid, signal.SIGKILL)

    monkeypatch.setattr(workers.Worker, "__init__", start)
    assert take(here, complete(RECORDS)).added == len(RECORDS)
    assert len(killed) == 2
    assert children() == set()


@pytest.mark.parametrize(("moment", "kind"), [("at once", StemeError), ("over a span", Refused)])
def test_what_kills_every_worker_is_not_taken(here, many, monkeypatch, moment, kind):
    began, gave = workers.Worker.__init__, workers.Worker.give

    def start(worker, file):  # type: ignore[no-untyped-def]
        began(worker, file)
        os.kill(worker._child.pid, signal.SIGKILL)
        worker._child.wait()

    def give(worker, span):  # type: ignore[no-untyped-def]
        os.kill(worker._child.pid, signal.SIGSTOP)
        gave(worker, span)
        os.kill(worker._child.pid, signal.SIGKILL)

    if moment == "at once":
        monkeypatch.setattr(workers.Worker, "__init__", start)
    else:
        monkeypatch.setattr(workers.Worker, "give", give)
    with pytest.raises(kind, match=r"killed .*\(SIGKILL\)") as caught:
        take(here, complete(RECORDS))
    assert type(caught.value) is kind
    assert (held(here), incoming(here), children()) == ([], [], set())


def test_one_that_hangs_is_ended(here, many, monkeypatch):
    began = workers.Worker.__init__

    def start(worker, file):  # type: ignore[no-untyped-def]
        began(worker, file)
        os.kill(worker._child.pid, signal.SIGSTOP)

    monkeypatch.setattr(workers.Worker, "__init__", start)
    monkeypatch.setattr(workers, "SILENCE", 0.2)
    with pytest.raises(StemeError, match="said nothing"):
        take(here, complete(RECORDS))
    assert (held(here), children()) == ([], set())


def test_where_none_can_be_started_it_takes_longer(here, many, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert take(here, complete(RECORDS)).added == len(RECORDS)


def test_where_the_next_cannot_be_started_the_rest_goes_on(here, many, monkeypatch):
    began = workers.Worker.__init__
    started = []

    def start(worker, file):  # type: ignore[no-untyped-def]
        if started:
            raise OSError(11, "Resource temporarily unavailable")
        started.append(worker)
        began(worker, file)

    monkeypatch.setattr(workers.Worker, "__init__", start)
    assert take(here, complete(RECORDS)).added == len(RECORDS)


def test_small_packs_start_none(here, monkeypatch):
    monkeypatch.setattr(workers.Worker, "__init__", lambda *_: pytest.fail("a worker was started"))
    assert take(here, complete(RECORDS)).added == len(RECORDS)


def test_an_error_in_the_first_span_ends_it_at_once(here, many, monkeypatch):
    monkeypatch.setattr(inspection, "_WAITING", 1)
    monkeypatch.setattr("steme.receiving.spooling._SPAN_WEIGHT", 1)
    bad = sealed(ALICE, 0, 60)
    bad[0].seal.signature = bytes(64)
    sent = []

    def stream():  # type: ignore[no-untyped-def]
        data = packed([*bad, *sealed(ALICE, 1000, 900)])
        for at in range(0, len(data), 1000):
            time.sleep(0.01)
            sent.append(at)
            yield data[at : at + 1000]

    with pytest.raises(BadSignature):
        take(here, stream())
    assert children() == set()


PARENT = """
import sys, time, itertools
from steme.receiving import inspection
inspection.ENOUGH = 0
from steme.repository import Repository
from tests.steme.receiving.parcels import complete, mixture, take
data = complete(mixture())
def stream():
    yield data[:-30]
    print("working", flush=True)
    time.sleep(60)
with Repository.open(sys.argv[1]) as here:
    take(here, stream())
"""


def test_the_death_of_the_parent_leaves_no_child_and_nothing_half_received(here, tmp_path):
    if workers.cores() < 2:
        pytest.skip("one core starts no workers")
    parent = subprocess.Popen([sys.executable, "-c", PARENT, here.path], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"working\n"
    listed = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
    assert len(listed) >= 2
    parent.kill()
    parent.communicate()
    until = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() and not is_zombie(pid) for pid in listed) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(Path(f"/proc/{pid}").exists() and not is_zombie(pid) for pid in listed)
    assert held(here) == []
    data = complete(RECORDS)
    kept, _ = waiting(here, "origin")
    assert kept > len(data) - 200
    assert take(here, data[kept:], offset=kept).added == len(RECORDS)


def is_zombie(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@given(st.lists(st.binary(min_size=32, max_size=32)), st.lists(st.binary(min_size=32, max_size=32)))
def test_a_finding_as_bytes(erased, reasons):
    again = Finding.decode(Finding(erased, reasons).encode())
    assert (again.erased, again.reasons) == (erased, reasons)
    for wrong in (b"", again.encode() + b"x", again.encode()[:-1]):
        with pytest.raises(MalformedObject):
            Finding.decode(wrong)


@pytest.mark.parametrize("error", [MalformedObject("subject", "is\0 wrong"), BadSignature("no é"), Refused("")])
def test_an_error_as_bytes(error):
    again = decode_error(encode_error(error))
    assert (type(again), str(again)) == (type(error), str(error))
    assert isinstance(again, errors.StemeError)


def test_nothing_to_inspect():
    with Inspection(-1, 0) as inspected:
        assert inspected.findings() == []
