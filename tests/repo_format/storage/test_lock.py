from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from repo_format.errors import Busy
from repo_format.storage.directory import Directory
from repo_format.storage.lock import WriterLock, is_free

HOLDER = """
import sys, time
from repo_format.storage.directory import Directory
from repo_format.storage.lock import WriterLock
lock = WriterLock(Directory.open(sys.argv[1]))
lock.acquire(5)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def directory(tmp_path):
    opened = Directory.open(str(tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def test_one_after_the_other(directory):
    lock = WriterLock(directory)
    for _ in range(3):
        lock.acquire(0)
        assert not is_free(directory)
        lock.release()
        assert is_free(directory)


def test_nobody_has_ever_locked(directory):
    assert is_free(directory)
    assert directory.names() == []


@pytest.mark.parametrize("timeout", [0, 0.1])
def test_busy(directory, holder, timeout):
    lock, began = WriterLock(directory), time.monotonic()
    with pytest.raises(Busy, match="is locked by another writer"):
        lock.acquire(timeout)
    assert timeout <= time.monotonic() - began < timeout + 2
    holder.stdin.close()
    holder.wait()
    lock.acquire(5)
    lock.release()


def test_the_lock_dies_with_its_holder(directory, holder):
    os.kill(holder.pid, signal.SIGKILL)
    lock, began = WriterLock(directory), time.monotonic()
    lock.acquire(5)
    assert time.monotonic() - began < 2
    lock.release()


def test_waiting_until_it_is_free(directory, holder):
    lock = WriterLock(directory)
    threading.Timer(0.2, holder.stdin.close).start()
    began = time.monotonic()
    lock.acquire(10)
    assert 0.1 < time.monotonic() - began < 8
    lock.release()


def test_who_gave_up_does_not_get_it_later(directory, holder):
    lock = WriterLock(directory)
    for _ in range(3):
        with pytest.raises(Busy):
            lock.acquire(0.05)
    holder.stdin.close()
    holder.wait()
    deadline = time.monotonic() + 5
    while not is_free(directory) and time.monotonic() < deadline:
        time.sleep(0.01)
    other = WriterLock(directory)
    other.acquire(1)
    other.release()


def test_threads_exclude_each_other(directory):
    locks, inside, most = [WriterLock(directory), WriterLock(directory)], [], []

    def work(lock: WriterLock) -> None:
        for _ in range(25):
            lock.acquire(20)
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.0002)
            inside.pop()
            lock.release()

    threads = [threading.Thread(target=work, args=(locks[number % 2],)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    assert len(most) == 100


def test_a_second_thread_of_the_same_lock_waits_in_vain(directory):
    lock, seen = WriterLock(directory), []
    lock.acquire(0)

    def attempt() -> None:
        try:
            lock.acquire(0.05)
        except Busy as error:
            seen.append(error)

    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()
    assert len(seen) == 1
    lock.release()


def test_no_descriptors_are_left_over(directory, holder):
    lock = WriterLock(directory)
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        with pytest.raises(Busy):
            lock.acquire(0)
    assert len(os.listdir("/proc/self/fd")) == before
