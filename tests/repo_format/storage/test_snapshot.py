from __future__ import annotations

import pytest

from repo_format import ids
from repo_format.errors import Damaged, NotFound
from repo_format.storage import tables
from repo_format.storage.terms import key_of
from repo_format.verification import Verifier

NOON = 1_767_268_800_000_000


@pytest.fixture
def mixed(alice, bob):
    """Forty objects: alone, sealed in one block and in several, erased."""
    alone = [bob.signed(bob.assertion(number)) for number in range(10)]
    sealed = alice.sealed(*(alice.assertion(number, note="n" * 900) for number in range(29)))
    return [*alone[:5], bob.erased(alone[5]), *sealed[:20], alice.erased(sealed[20]), *sealed[21:], *alone[6:]]


def test_records_come_back_as_they_went_in(store, put, mixed, record_of):
    put(store, mixed)
    with store.snapshot() as view:
        assert view.count == len(mixed) == 39
        verifier = Verifier()
        for seq, record in enumerate(mixed, 1):
            found = view.record(seq)
            assert record_of(found) == record_of(record)
            assert found.seq == view.seq_of(record.id) == seq
            assert view.id_of(seq) == record.id
            verifier.check(found)
        assert [view.record(seq).id for seq in range(39, 0, -1)] == [record.id for record in reversed(mixed)]


def test_ids_without_records(store, put, mixed):
    put(store, mixed)
    with store.snapshot() as view:
        assert [view.id_of(seq) for seq in range(1, 40)] == [record.id for record in mixed]


def test_what_is_not_here(store, put, mixed):
    put(store, mixed)
    with store.snapshot() as view:
        assert view.seq_of(b"x" * 32) == 0
        for seq in (0, 40, 2**31):
            with pytest.raises(NotFound, match=f"no object number {seq}"):
                view.record(seq)
            with pytest.raises(NotFound):
                view.id_of(seq)
        assert view.term(b"snothing") == 0
        with pytest.raises(Damaged, match="no term 9999"):
            view.text(9999)
        assert view.rows(1, 2**32 - 1) == b""
        assert view.get(tables.REFS, b"refs/tags/none") is None


def test_an_empty_repository(store):
    with store.snapshot() as view:
        assert view.count == 0
        assert view.with_prefix("") == []
        assert list(view.questions()) == []
        with pytest.raises(NotFound):
            view.record(1)


def test_prefixes(store, put, alice):
    records = [alice.signed(alice.assertion(number)) for number in range(200)]
    put(store, records)
    known = sorted(record.id.hex() for record in records)
    with store.snapshot() as view:
        for one in known[::17]:
            for length in (1, 2, 3, 7, 64):
                fitting = [other for other in known if other.startswith(one[:length])]
                assert [found.hex() for found in view.with_prefix(one[:length], 500)] == fitting
                assert [found.hex() for found in view.with_prefix(one[:length])] == fitting[:2]
        assert view.with_prefix("f" * 63) == []


def test_a_snapshot_does_not_move(store, put, alice):
    put(store, [alice.signed(alice.assertion(1))])
    with store.snapshot() as view:
        put(store, [alice.signed(alice.assertion(2))])
        assert view.count == 1
        with pytest.raises(NotFound):
            view.record(2)
    with store.snapshot() as view:
        assert view.count == 2


def test_subjects_and_predicates(store, put, alice):
    put(
        store,
        [
            alice.signed(alice.assertion(number, subject=subject, predicate=predicate))
            for number, (subject, predicate) in enumerate(
                [("a", "p"), ("a/b", "p"), ("a", "q"), ("b", "r"), ("a", "p")]
            )
        ],
    )
    with store.snapshot() as view:
        found = {key[1:].decode(): number for key, number in view.terms_from(tables.TERM_SUBJECT + b"a")}
        assert list(found) == ["a", "a/b"]
        assert [view.text(term) for term in view.predicates(found["a"])] == ["p", "q"]
        assert [view.text(term) for term in view.predicates(found["a/b"])] == ["p"]
        rows = view.rows(found["a"], view.term(key_of(tables.TERM_PREDICATE, "p")))
        assert [row[0] for row in tables.LENS_ROW.iter_unpack(rows)] == [1, 5]


def test_texts_of_terms(store, put, alice):
    put(store, [alice.signed(alice.assertion(1, value="v" * 500, source="5" * 64))])
    with store.snapshot() as view:
        terms = [tables.U32.unpack(number)[0] for _, number in view.txn.cursor(view.databases[tables.TERMS])]
        sorts = {view.get(tables.TEXTS, tables.U32.pack(term))[:1]: view.text(term) for term in terms}
    assert sorts[tables.TERM_KEY] == alice.public.hex()
    assert sorts[tables.TERM_OBJECT] == "5" * 64
    assert sorts[tables.TERM_LONG_TEXT] == ""
    assert sorts[tables.TERM_SUBJECT] == "country/1"


def test_bytes_that_rot_in_the_log(store, put, alice, tmp_path):
    records = [*alice.sealed(alice.assertion(1)), alice.signed(alice.assertion(2))]
    put(store, records)
    path = tmp_path / ".steme" / "log" / "active.seg"
    data = path.read_bytes()
    for magic in (b"stmF\1\4", b"stmF\1\2"):
        path.write_bytes(data.replace(magic, b"stmG" + magic[4:]))
        with store.snapshot() as view, pytest.raises(Damaged, match=r"segment 1, byte \d+: frame: does not begin"):
            view.record(1 if magic[5] == 4 else 2)
        path.write_bytes(data)
    with store.snapshot() as view:
        assert ids.object_id(view.record(1).payload) == records[0].id
