"""One LMDB environment for each file in each process, whoever uses it, and what happens when the file is replaced."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import lmdb
import pytest

from repo_format.errors import Busy, Damaged, StorageFailed
from repo_format.storage import mapping
from repo_format.storage.store import Store


def in_child(work: Callable[[], None]) -> int:
    """The exit status of a child process that does ``work``."""
    pid = os.fork()
    if not pid:
        signal.alarm(20)  # what hangs is killed
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def count(store: Store) -> int:
    with store.snapshot() as view:
        return view.count


def test_two_stores_of_one_process_share_a_mapping(tmp_path: Path, store: Store, put, alice) -> None:
    other = Store.open(str(tmp_path))
    put(store, [alice.signed(alice.assertion(1))])
    put(other, [alice.signed(alice.assertion(2))])
    assert count(store) == count(other) == 2
    other.close()
    put(store, [alice.signed(alice.assertion(3))])
    assert count(store) == 3


def test_two_stores_of_one_process_keep_each_other_out(tmp_path: Path, store: Store) -> None:
    other = Store.open(str(tmp_path))
    with store.begin(), pytest.raises(Busy):
        other.begin(timeout=0.05)
    other.begin(timeout=1).abort()  # the wait that was given up may still take its turn for a moment
    other.close()


def test_opening_does_not_wait_for_a_writer(tmp_path: Path, store: Store, put, alice) -> None:
    """LMDB opens tables in a write transaction, and that waits for whoever has one."""
    put(store, [alice.signed(alice.assertion(1))])

    def read() -> None:
        began = time.monotonic()
        reader = Store.open(str(tmp_path))
        assert count(reader) == 1
        assert time.monotonic() - began < 2
        assert not reader.index.is_writable
        reader.close()

    with store.begin() as transaction:
        transaction.claim(b"x" * 32)
        assert in_child(read) == 0


def test_who_opened_for_reading_may_write_later(tmp_path: Path, store: Store, put, alice) -> None:
    put(store, [alice.signed(alice.assertion(1))])
    opened, go_on = os.pipe(), os.pipe()

    def read_then_write() -> None:
        reader = Store.open(str(tmp_path))
        assert not reader.index.is_writable
        os.write(opened[1], b"x")
        os.read(go_on[0], 1)
        put(reader, [alice.signed(alice.assertion(2))])
        assert count(reader) == 2
        reader.close()

    with store.begin():
        pid = os.fork()
        if not pid:
            status = 1
            try:
                read_then_write()
                status = 0
            finally:
                os._exit(status)
        os.read(opened[0], 1)
    os.write(go_on[1], b"x")
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert count(store) == 2


def test_writing_waits_for_the_snapshots_of_its_process(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.index.close()
    store.index.open(writable=False)
    assert not store.index.is_writable
    view = store.snapshot()
    monkeypatch.setattr(mapping, "_PATIENCE", 0.05)
    with pytest.raises(Busy, match="still reading"):
        store.begin(timeout=1)
    assert view.count == 0
    monkeypatch.setattr(mapping, "_PATIENCE", 10)
    threading.Timer(0.05, lambda: view.__exit__(None, None, None)).start()
    store.begin(timeout=1).abort()
    assert store.index.is_writable


def test_a_snapshot_outlives_a_rebuild_by_somebody_else(tmp_path: Path, store: Store, put, alice) -> None:
    put(store, [alice.signed(alice.assertion(1))])

    def rebuild() -> None:
        other = Store.open(str(tmp_path))
        other.rebuild()
        put(other, [alice.signed(alice.assertion(2))])
        other.close()

    with store.snapshot() as before:
        assert in_child(rebuild) == 0
        with store.snapshot() as after:
            assert (before.count, after.count) == (1, 2)
            assert before.record(1).id == after.record(1).id
            assert before.trie.root(1) != after.trie.root(2)


def test_an_index_that_was_deleted_is_made_again(tmp_path: Path, store: Store, put, alice) -> None:
    put(store, [alice.signed(alice.assertion(1))])
    shutil.rmtree(tmp_path / ".steme" / "index")
    put(store, [alice.signed(alice.assertion(2))])
    shutil.rmtree(tmp_path / ".steme" / "index")
    assert count(store) == 2


def test_a_child_of_a_fork_opens_for_itself(tmp_path: Path, store: Store, put, alice) -> None:
    put(store, [alice.signed(alice.assertion(1))])

    def work() -> None:
        with pytest.raises(Exception, match="opened before a fork"):
            store.snapshot()
        own = Store.open(str(tmp_path))
        put(own, [alice.signed(alice.assertion(2))])
        own.close()

    with store.snapshot() as view:
        assert in_child(work) == 0
        assert view.count == 1
    assert count(store) == 2
    put(store, [alice.signed(alice.assertion(3))])
    assert count(store) == 3


def test_a_child_that_leaves_a_transaction_leaves_it_to_its_parent(tmp_path: Path, store: Store, put, alice) -> None:
    """The child must neither cut the parent's frames off nor give its lock away."""
    records = [alice.signed(alice.assertion(number, note="n" * 3000)) for number in range(3000)]
    with store.begin() as transaction:
        for record in records[:1500]:
            transaction.add(record.id, record.payload, alice.assertion(1), record.signature)
        transaction.flush()

        def leave() -> None:
            transaction.__exit__(None, None, None)
            store.close()

        def keep_out() -> None:
            other = Store.open(str(tmp_path))
            with pytest.raises(Busy):
                other.begin(timeout=0.01)

        assert in_child(leave) == 0
        assert in_child(keep_out) == 0
        for record in records[1500:]:
            transaction.add(record.id, record.payload, alice.assertion(1), record.signature)
        transaction.commit(alice, 1)
    store.rebuild()
    assert count(store) == 3000


def test_a_lock_is_not_kept_by_a_child_that_lives_on(tmp_path: Path, store: Store) -> None:
    with store.begin():
        pid = os.fork()
        if not pid:
            time.sleep(30)
            os._exit(0)
    try:
        store.begin(timeout=1).abort()
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)


def test_what_lmdb_cannot_read_is_damage_to_whoever_asks(store: Store) -> None:
    with pytest.raises(Damaged, match="run `steme reindex`"), store.snapshot():
        raise lmdb.CorruptedError("mdb_get", 0)
    assert count(store) == 0


def test_what_lmdb_cannot_write_is_a_failure_that_records_nothing(store: Store, put, alice) -> None:
    def fill() -> None:
        with store.begin() as transaction:
            transaction.claim(b"x" * 32)
            raise lmdb.MapFullError("mdb_put", 0)

    with pytest.raises(StorageFailed):
        fill()
    put(store, [alice.signed(alice.assertion(1))])
    assert count(store) == 1
