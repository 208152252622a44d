"""Many at once: eight processes receive into one repository, some are killed, all arrive in the end."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time

import pytest

from repo_format.errors import Busy
from steme.receiving import quarantine
from tests.repo_format.conftest import Author
from tests.repo_format.pack.conftest import packed
from tests.steme.receiving.parcels import complete, described, head_over, held, incoming, mixture, sealed, sound, take

CHILD = """
import sys
from steme.repository import Repository
from tests.repo_format.conftest import Author
from tests.repo_format.pack.conftest import packed
from tests.steme.receiving.parcels import sealed, take, mixture
name, path, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
author = Author("pusher " + name)
for number in range(rounds):
    with Repository.open(path) as here:
        data = packed([*sealed(author, 100 * number, 20), *mixture()[:60]])
        took = take(here, data, name=f"push-{name}")
        assert took.next_seq - took.first_seq == took.added
print("done")
"""


def start(name: int, path: str, rounds: int = 5) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-c", CHILD, str(name), path, str(rounds)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_eight_at_once_all_arrive(here):
    running = [start(name, here.path) for name in range(8)]
    for one in running:
        out, err = one.communicate(timeout=60)
        assert (out, err) == (b"done\n", b"")
    offered = {
        record[0]: record
        for records in (
            *(sealed(Author(f"pusher {name}"), 100 * n, 20) for name in range(8) for n in range(5)),
            mixture()[:60],
        )
        for record in described(records)
    }
    assert {record[0]: record for record in described(held(sound(here)))} == offered
    assert incoming(here) == []


def test_killed_at_random_moments_nothing_is_half_received(here):
    chance = random.Random(11)
    records = mixture()
    begun = time.monotonic()
    start(12, here.path, 1).communicate(timeout=60)
    once = time.monotonic() - begun  # how long a child takes to start and to push once, on this machine now
    for number in range(12):
        child = start(number, here.path, 200)
        time.sleep(once * (0.6 + chance.random()))
        child.send_signal(signal.SIGKILL)
        child.communicate()
    received = take(here, complete(records))
    assert received.added + received.present == len(records)
    found = held(sound(here))
    shared = {record.id for record in records[:60]}
    assert len([one for one in found if one.id in shared]) == 60
    by_seal: dict[bytes, int] = {}
    for one in found:
        if one.seal is not None and one.id not in {record.id for record in records}:
            by_seal[one.seal.id] = by_seal.get(one.seal.id, 0) + 1
    assert set(by_seal.values()) <= {20}
    assert by_seal


def test_the_same_transfer_twice_at_once(here, monkeypatch):
    monkeypatch.setattr(quarantine, "PATIENCE", 0.1)
    data = packed(sealed(Author("x"), 0, 5))
    with quarantine.Quarantine.open(here.store.directory, "origin"):
        with pytest.raises(Busy, match="another process"):
            take(here, data)
        assert quarantine.waiting(here.store.directory, "origin") == quarantine.NOTHING
    assert take(here, data, expect=head_over(sealed(Author("x"), 0, 5))).added == 5


def test_what_a_killed_process_leaves_behind_is_waited_for(here):
    data = packed(sealed(Author("x"), 0, 5))
    held = quarantine.Quarantine.open(here.store.directory, "origin")
    timer = threading.Timer(0.3, held.__exit__, (None, None, None))
    timer.start()
    assert take(here, data, expect=head_over(sealed(Author("x"), 0, 5))).added == 5
    timer.join()
