from __future__ import annotations

from contextlib import contextmanager

import pytest

from repo_format import frame, limits, objects
from repo_format.errors import Busy, Damaged, StorageFailed
from repo_format.storage import directory, rewriting, swapping
from repo_format.storage.compacting import Compacting
from repo_format.storage.erasing import Erasing
from repo_format.storage.store import Store
from tests.repo_format.storage.test_rotation import fill


@contextmanager
def locked(store: Store):
    store.lock.acquire(5)
    try:
        rewriting.ready(store)
        yield
    finally:
        store.lock.release()


def rewrite(store: Store, change: rewriting.Change) -> rewriting.Rewriting:
    with locked(store):
        fresh = rewriting.Rewriting(store)
        try:
            fresh.copy(change)
            fresh.build_index()
            fresh.put_in_place()
        finally:
            fresh.close()
    return fresh


def state(store: Store):
    with store.snapshot() as view:
        rows = [(view.id_of(seq), view.record(seq).payload) for seq in range(1, view.count + 1)]
        mark = view.watermark
        return rows, view.trie.root(view.count), mark.commit, view.get("refs", b"refs/heads/main")


def contents(store: Store) -> dict[str, bytes]:
    return {name: store.log.directory.read_file(name) for name in store.log.directory.names()}


@pytest.fixture
def several(store, put, alice, monkeypatch):
    """A log of several segments, with seals and single objects."""
    monkeypatch.setattr(limits, "SEGMENT_BYTES", 3000)
    fill(store, put, alice, segments=3)
    put(store, alice.sealed(*(alice.assertion(number) for number in range(500, 520))))
    return store


def test_without_a_change_the_same_bytes_come_out(several):
    before, was = contents(several), state(several)
    made = rewrite(several, Erasing(frozenset()))
    assert contents(several) == before
    assert state(several) == was
    assert made.before == made.after == sum(map(len, before.values()))


def test_a_payload_goes_and_all_else_stays(several):
    rows, *ends = state(several)
    targets = {rows[1][0], rows[-2][0]}
    change = Erasing(targets)
    rewrite(several, change)
    assert set(change.erased) == targets
    found, *after = state(several)
    assert found == [(one, None if one in targets else payload) for one, payload in rows]
    assert after == ends
    again = Erasing(targets)
    rewrite(several, again)
    assert again.erased == []


def test_erased_bytes_are_in_no_file(several):
    rows = state(several)[0]
    payload = rows[1][1]
    text = payload[payload.index(b'"subject"') :][:40]
    assert any(text in data for data in contents(several).values())
    rewrite(several, Erasing({one for one, data in rows if data and text in data}))
    folder = several.directory.path
    with open(f"{folder}/index/data.mdb", "rb") as file:
        everything = [file.read(), *contents(several).values()]
    assert not any(text in data for data in everything)


def test_compacting_keeps_every_object(several):
    was = state(several)
    made = rewrite(several, Compacting())
    assert state(several) == was
    assert made.after <= made.before


def test_small_frames_are_joined_and_empty_seals_dropped(store, alice):
    records = alice.sealed(*(alice.assertion(number) for number in range(6)))
    singles = [alice.signed(alice.assertion(number)) for number in range(10, 13)]
    seal = records[0].seal
    with store.begin() as transaction:
        for record in singles:
            transaction.add(record.id, record.payload, objects.read(record.payload), record.signature)
            transaction.flush()
        transaction.append_seal(alice.sealed(alice.assertion(99))[0].seal)
        offset = transaction.append_seal(seal)
        seqs = [transaction.claim(record.id) for record in records]
        for at in range(0, 6, 2):
            part = records[at : at + 2]
            transaction.append_run(seal, offset, seqs[at], at, [record.payload for record in part])
        pairs = zip(seqs, records, strict=True)
        transaction.index([(seq, record.id, objects.read(record.payload)) for seq, record in pairs])
        transaction.commit(alice, 1)
    was, change = state(store), Compacting()
    rewrite(store, change)
    assert state(store) == was
    assert (change.merged, change.dropped) == (2 + 2, 1)
    kinds = [found.kind for found in store.log.scan(1, 0, frame.START)]
    assert kinds == [frame.OPENING, frame.SIGNED, frame.SEAL, frame.BLOCK, frame.COMMIT]


def test_a_reader_that_was_open_goes_on(several, tmp_path):
    rows = state(several)[0]
    other = Store.open(several.directory.path.rpartition("/")[0])
    with other.snapshot() as view:
        rewrite(several, Erasing({rows[0][0]}))
        assert [view.record(seq).payload for seq in range(1, view.count + 1)] == [payload for _, payload in rows]
    assert state(other) == state(several)
    other.close()


def test_a_log_opened_too_late_says_so(several):
    folder = several.directory.path.rpartition("/")[0]
    other = Store.open(folder)
    late = type(other.log)(directory.Directory.open("log", other.directory))
    rewrite(several, Erasing(frozenset()))
    with pytest.raises(Busy, match="rewritten"):
        late.read(1, 0)
    other.close()


def test_what_is_not_put_in_place_leaves_nothing(several):
    before, was = contents(several), state(several)
    with locked(several):
        fresh = rewriting.Rewriting(several)
        fresh.copy(Erasing({was[0][0][0]}))
        fresh.build_index()
        fresh.close()
    assert contents(several) == before
    assert state(several) == was
    assert sorted(several.directory.names()) == ["format", "index", "lock", "log", "lost"]


def test_a_failing_disk_leaves_the_old_log(several, monkeypatch):
    before = contents(several)

    def full(_fd: int, _data: bytes, _offset: int) -> None:
        raise OSError(28, "No space left on device")

    with locked(several):
        fresh = rewriting.Rewriting(several)
        with monkeypatch.context() as patch:
            patch.setattr("repo_format.storage.log_writer.write_all", full)
            with pytest.raises(StorageFailed, match="the old one stays"):
                fresh.copy(Erasing(frozenset()))
        fresh.close()
    assert contents(several) == before
    assert swapping.NEXT not in several.directory.names()


def test_a_transaction_on_the_new_log_comes_with_the_swap(several, alice):
    count = len(state(several)[0])
    record = alice.signed(alice.assertion(9000))
    with locked(several):
        fresh = rewriting.Rewriting(several)
        fresh.copy(Erasing(frozenset()))
        fresh.build_index()
        with fresh.begin() as transaction:
            transaction.add(record.id, record.payload, objects.read(record.payload), record.signature)
            transaction.commit(alice, 1)
        with several.index.snapshot(several.log, several.lock, 0) as view:
            assert view.count == count, "nobody sees it yet"
        fresh.put_in_place()
        fresh.close()
    assert state(several)[0][-1] == (record.id, record.payload)


def test_another_content_is_noticed_before_the_swap(several, alice):
    """A change that loses a frame of objects would not even make an index; one that loses a ref is found."""
    with several.begin() as transaction:
        newest = transaction.view().get("refs", b"refs/heads/main")
        transaction.set_ref("refs/tags/v1", bytes(32), newest)
        transaction.commit(alice, 1)

    class Losing(Erasing):
        def frame(self, found):
            return () if found.kind == frame.REF else super().frame(found)

    with locked(several):
        fresh = rewriting.Rewriting(several)
        fresh.copy(Losing(frozenset()))
        fresh.build_index()
        with pytest.raises(Damaged, match="does not hold what the old one does"):
            fresh.check_same()
        fresh.close()
