from __future__ import annotations

import os

import pytest

from repo_format import block, frame, head, limits, merkle, objects, refs, segment
from repo_format.errors import Busy, InvalidInput, MalformedObject, NotFound, Refused, StemeError, StorageFailed
from repo_format.storage import tables
from repo_format.storage.store import Store

NOON = 1_767_268_800_000_000


def frames(store: Store) -> list[frame.Frame]:
    return list(store.log.scan(1, 0, frame.START))


def test_a_commit_holds_a_signed_head_of_everything(store, put, alice, bob):
    first = put(store, [alice.signed(alice.assertion(1)), bob.signed(bob.assertion(2))], NOON + 5)
    second = put(store, alice.sealed(*map(alice.assertion, range(10, 15))), NOON + 6)
    assert [(one.number, one.first_seq, one.head.count) for one in (first, second)] == [(1, 1, 2), (2, 3, 7)]
    assert [one.head.previous for one in (first, second)] == [head.NO_HEAD, first.head.id]
    assert [one.head.time for one in (first, second)] == [NOON + 5, NOON + 6]
    assert (second.head.repository, second.head.signer) == (b"R" * 16, alice.public)
    for commit in (first, second):
        commit.head.check()
    with store.snapshot() as view:
        ids = [view.id_of(seq) for seq in range(1, 8)]
        assert view.get(tables.REFS, refs.MAIN.encode()) == second.head.id
        assert view.get(tables.HEADS, first.head.id) == (1).to_bytes(8, "big")
    assert [first.head.root, second.head.root] == [merkle.root(ids[:2]), merkle.root(ids)]
    written = [segment.decode_commit(one.body) for one in frames(store) if one.kind == frame.COMMIT]
    assert [one.encode() for one in written] == [first.encode(), second.encode()]


def test_what_is_here_already_is_passed_over(store, put, alice):
    records = [alice.signed(alice.assertion(number)) for number in range(3)]
    put(store, records[:2])
    size = store.log.size(1)
    assert put(store, records[:2]) is None
    assert put(store, []) is None
    assert store.log.size(1) == size
    commit = put(store, records)
    assert (commit.number, commit.head.count) == (2, 3)


def test_the_same_object_twice_in_one_transaction(store, put, alice):
    record = alice.signed(alice.assertion(1))
    sealed = alice.sealed(alice.assertion(1), alice.assertion(2))
    assert put(store, [record, record, *sealed]).head.count == 2


def test_a_part_of_a_seal(store, put, alice, record_of):
    sealed = alice.sealed(*map(alice.assertion, range(20)))
    put(store, [*sealed[3:5], *sealed[10:12]])
    put(store, sealed)
    with store.snapshot() as view:
        expected = [*sealed[3:5], *sealed[10:12], *sealed[:3], *sealed[5:10], *sealed[12:]]
        assert [record_of(view.record(seq)) for seq in range(1, 21)] == list(map(record_of, expected))


def test_blocks_stay_small_and_hold_any_payload(store, put, alice):
    large = alice.assertion(1, value="x" * limits.MAX_TEXT_VALUE)
    small = [alice.assertion(number, note="n" * 400) for number in range(2, 60)]
    put(store, alice.sealed(*small[:30], large, *small[30:]))
    other = [alice.assertion(0, value="y" * 60_000), *map(alice.assertion, range(100, 160))]
    put(store, [alice.signed(payload) for payload in (*small[:2], *other)])
    with store.snapshot() as view:
        rows = view.txn.cursor(view.databases[tables.BLOCKS])
        counts = [tables.BLOCK_ROW.unpack(value)[2] for _, value in rows]
        assert view.count == sum(counts) == 59 + 61
        assert max(counts) <= 60
        assert len(counts) >= 8
        for seq in range(1, view.count + 1):
            objects.read(view.record(seq).payload)


def test_an_abort_leaves_no_trace(store, put, alice, dump):
    put(store, [alice.signed(alice.assertion(1))])
    size, before = store.log.size(1), dump(store)
    record, payload = alice.signed(alice.assertion(2)), alice.assertion(2)
    with store.begin() as transaction:
        transaction.add(record.id, record.payload, payload, record.signature)
        transaction.put_head(foreign(alice))
        transaction.set_ref("refs/tags/v1", head.NO_HEAD, foreign(alice).id)
        assert transaction.added == 1
        assert transaction.view().seq_of(record.id) == 2
    assert (store.log.size(1), dump(store)) == (size, before)
    with pytest.raises(MalformedObject), store.begin() as transaction:
        transaction.add(record.id, record.payload, objects.read(record.payload + b" "), record.signature)
    assert (store.log.size(1), dump(store)) == (size, before)
    assert put(store, [record]).number == 2


def test_an_abort_after_much_was_written(store, put, alice, monkeypatch):
    monkeypatch.setattr("repo_format.storage.appender._FLUSH_BYTES", 1000)
    put(store, [alice.signed(alice.assertion(0))])
    size = store.log.size(1)
    with store.begin() as transaction:
        for number in range(1, 100):
            record = alice.signed(alice.assertion(number))
            transaction.add(record.id, record.payload, alice.assertion(number), record.signature)
        assert os.stat(f"{store.log.directory.path}/active.seg").st_size > size
    assert store.log.size(1) == size
    with store.snapshot() as view:
        assert view.count == 1


def test_a_transaction_excludes_others(store, alice):
    with store.begin(), pytest.raises(Busy):
        store.begin(timeout=0)
    store.begin(timeout=0).abort()


def test_ending_twice(store, alice):
    transaction = store.begin()
    record = alice.signed(alice.assertion(1))
    transaction.add(record.id, record.payload, alice.assertion(1), record.signature)
    transaction.commit(alice, NOON)
    transaction.abort()
    with store.snapshot() as view:
        assert view.count == 1
    store.begin(timeout=0).abort()


def test_time_never_goes_back(store, put, alice):
    commits = [put(store, [alice.signed(alice.assertion(now))], now) for now in (100, 50, 7, 101)]
    assert [commit.head.time for commit in commits] == [100, 100, 100, 101]


def test_refs_are_compared_and_swapped(store, put, alice):
    one = put(store, [alice.signed(alice.assertion(1))]).head.id
    tag = "refs/tags/v1"
    with store.begin() as transaction:
        transaction.set_ref(tag, head.NO_HEAD, one)
        transaction.commit(alice, NOON)
    for old in (head.NO_HEAD, b"x" * 32):
        with store.begin() as transaction, pytest.raises(Refused, match="changed by somebody else"):
            transaction.set_ref(tag, old, b"y" * 32)
    with store.snapshot() as view:
        assert view.get(tables.REFS, tag.encode()) == one
    with store.begin() as transaction:
        transaction.set_ref(tag, one, head.NO_HEAD)
        commit = transaction.commit(alice, NOON)
    assert (commit.number, commit.head.count, commit.first_seq) == (3, 1, 2)
    with store.snapshot() as view:
        assert view.get(tables.REFS, tag.encode()) is None


@pytest.mark.parametrize("name", [refs.MAIN, "refs/tags/../x", "tags/v1", "refs/tags/a\nb"])
def test_refs_that_cannot_be_set(store, put, alice, name):
    main = put(store, [alice.signed(alice.assertion(1))]).head.id
    with store.begin() as transaction, pytest.raises(InvalidInput):
        transaction.set_ref(name, main if name == refs.MAIN else head.NO_HEAD, b"y" * 32)


def foreign(signer, count=7):
    """A head of another repository."""
    made = head.Head(b"S" * 16, count, b"r" * 32, head.NO_HEAD, NOON, signer.public)
    made.signature = signer.sign_head_id(made.id)
    return made


def test_a_head_of_another_repository(store, put, alice, dump):
    own = put(store, [alice.signed(alice.assertion(1))]).head
    theirs = foreign(alice)
    with store.begin() as transaction, pytest.raises(NotFound, match="no head here"):
        transaction.set_ref("refs/remotes/o/main", head.NO_HEAD, theirs.id)
    for name, old in (("refs/remotes/o/main", head.NO_HEAD), ("refs/tags/theirs", head.NO_HEAD)):
        with store.begin() as transaction:
            transaction.put_head(theirs)
            transaction.put_head(own)  # neither is written a second time
            transaction.set_ref(name, old, theirs.id)
            transaction.commit(alice, NOON)
    kinds = [one.kind for one in frames(store)]
    assert kinds.count(frame.FOREIGN_HEAD) == 1
    assert kinds.index(frame.FOREIGN_HEAD) == kinds.index(frame.REF) - 1
    with store.snapshot() as view:
        assert view.foreign_head(theirs.id) == theirs
        assert view.foreign_head(own.id) is None
    before = dump(store)
    store.rebuild()
    assert dump(store) == before


def test_refs_and_objects_become_part_of_it_together(store, put, alice):
    one = alice.signed(alice.assertion(1))
    with store.begin() as transaction:
        transaction.add(one.id, one.payload, alice.assertion(1), one.signature)
        transaction.put_head(foreign(alice))
        transaction.set_ref("refs/tags/a", head.NO_HEAD, foreign(alice).id)
        transaction.set_ref("refs/tags/b", head.NO_HEAD, foreign(alice).id)
        transaction.commit(alice, NOON)
    kinds = [one.kind for one in frames(store)]
    assert kinds == [frame.OPENING, frame.SIGNED, frame.FOREIGN_HEAD, frame.REF, frame.REF, frame.COMMIT]


def test_a_claim_must_be_kept(store, alice):
    record = alice.signed(alice.assertion(1))
    with store.begin() as transaction:
        assert transaction.claim(record.id) == 1
        assert transaction.claim(record.id) == 0
        with pytest.raises(StemeError, match="claimed and not added"):
            transaction.commit(alice, NOON)
    with store.snapshot() as view:
        assert view.count == 0


def test_a_disk_that_does_not_take_it(store, put, alice, monkeypatch, tmp_path):
    put(store, [alice.signed(alice.assertion(1))])

    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", fail)
        with pytest.raises(StorageFailed, match="nothing was recorded"):
            put(store, [alice.signed(alice.assertion(2))])
    with store.snapshot() as view:
        assert view.count == 1
    with pytest.raises(StorageFailed, match="an earlier write failed"):
        store.begin()
    store.close()
    again = Store.open(str(tmp_path))
    assert put(again, [alice.signed(alice.assertion(2))]).head.count == 2
    again.close()


def test_a_signer_that_fails(store, put, alice):
    class Forgetful:
        public = alice.public

        def sign_head_id(self, head_id: bytes) -> bytes:
            raise RuntimeError("the key is gone")

    record = alice.signed(alice.assertion(1))
    with store.begin() as transaction:
        transaction.add(record.id, record.payload, alice.assertion(1), record.signature)
        with pytest.raises(RuntimeError):
            transaction.commit(Forgetful(), NOON)
    assert put(store, [record]).number == 1


def test_the_root_before_the_commit(store, put, alice):
    put(store, alice.sealed(*map(alice.assertion, range(300))))
    records = [alice.signed(alice.assertion(number)) for number in range(1000, 1400)]
    with store.begin() as transaction:
        with store.snapshot() as view:
            here = [view.id_of(seq) for seq in range(1, 301)]
        assert transaction.root() == merkle.root(here)
        for upto in (1, 150, 400):
            for record in records[transaction.added : upto]:
                transaction.add(record.id, record.payload, objects.read(record.payload), record.signature)
            assert transaction.root() == merkle.root([*here, *(one.id for one in records[:upto])])
            assert transaction.added == upto
        commit = transaction.commit(alice, NOON)
    assert commit.head.root == merkle.root([*here, *(one.id for one in records)])


def test_frames_of_others_are_appended_as_they_are(store, alice, bob, record_of):
    sealed = alice.sealed(*map(alice.assertion, range(5)))
    seal = sealed[0].seal
    flags, body = block.encode_block(seal.id, 0, [one.payload for one in sealed])
    with store.begin() as transaction:
        seqs = transaction.claim_each([one.id for one in sealed])
        place = transaction.append_seal(seal)
        transaction.append_frame(frame.BLOCK, body, flags, seqs[0], len(seqs), place, 0)
        transaction.index([(seq, one.id, objects.read(one.payload)) for seq, one in zip(seqs, sealed, strict=True)])
        with pytest.raises(StemeError, match="order"):
            transaction.append_frame(frame.BLOCK, body, flags, seqs[0], len(seqs), place, 0)
    with store.begin() as transaction:
        seqs = transaction.claim_each([one.id for one in sealed])
        place = transaction.append_seal(seal)
        transaction.append_frame(frame.BLOCK, body, flags, seqs[0], len(seqs), place, 0)
        transaction.index([(seq, one.id, objects.read(one.payload)) for seq, one in zip(seqs, sealed, strict=True)])
        transaction.commit(alice, NOON)
    assert [one.body for one in frames(store) if one.kind == frame.BLOCK] == [body]
    with store.snapshot() as view:
        assert [record_of(view.record(seq)) for seq in seqs] == list(map(record_of, sealed))
