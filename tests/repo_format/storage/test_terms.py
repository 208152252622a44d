from __future__ import annotations

from blake3 import blake3
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format.storage import tables
from repo_format.storage.terms import TermWriter, key_of

sorts = st.sampled_from([tables.TERM_SUBJECT, tables.TERM_PREDICATE, tables.TERM_UNIT])
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)


def test_keys():
    assert key_of(tables.TERM_SUBJECT, "drug/é") == b"sdrug/\xc3\xa9"
    assert key_of(tables.TERM_TEXT, "x" * 400) == b"t" + b"x" * 400
    assert key_of(tables.TERM_TEXT, "x" * 401) == b"T" + blake3(b"x" * 401).digest()
    assert len(key_of(tables.TERM_TEXT, "x" * 10_000)) == 33


def test_every_sort_has_a_byte_of_its_own():
    sorts = [value for name, value in vars(tables).items() if name.startswith("TERM_")]
    assert len(set(sorts)) == len(sorts) >= 9


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.tuples(sorts, texts), max_size=20), max_size=4))
def test_a_text_keeps_its_number(store_for_module, batches):
    store, expected = store_for_module, {}
    with store.index.begin(write=True) as txn:
        for batch in batches:
            terms = TermWriter(txn, store.databases)
            for sort, text in batch:
                number = terms.number(key_of(sort, text))
                assert expected.setdefault((sort, text), number) == number
            terms.finish()
        assert sorted(expected.values()) == list(range(1, len(expected) + 1))
        for (sort, text), number in expected.items():
            key = key_of(sort, text)
            assert txn.get(key, db=store.databases[tables.TERMS]) == tables.U32.pack(number)
            assert txn.get(tables.U32.pack(number), db=store.databases[tables.TEXTS]) == key
        txn.abort()


def test_a_scan_visits_texts_of_one_sort_in_order_of_their_bytes(store):
    with store.index.begin(write=True) as txn:
        terms = TermWriter(txn, store.databases)
        words = ["b", "a/z", "a", "a/é", "aa", "a/b/c", "a/b"]
        numbers = {word: terms.number(key_of(tables.TERM_SUBJECT, word)) for word in words}
        terms.number(key_of(tables.TERM_PREDICATE, "a/m"))
        terms.finish()
        cursor = txn.cursor(store.databases[tables.TERMS])
        cursor.set_range(b"sa/")
        found = [(key[1:].decode(), tables.U32.unpack(value)[0]) for key, value in cursor if key.startswith(b"sa/")]
        assert found == [(word, numbers[word]) for word in ("a/b", "a/b/c", "a/z", "a/é")]
        txn.abort()


def test_texts_are_remembered_within_a_transaction(store):
    with store.index.begin(write=True) as txn:
        terms = TermWriter(txn, store.databases)
        subjects, keys = terms.of_texts(tables.TERM_SUBJECT), terms.of_hex(tables.TERM_KEY)
        assert [subjects["a"], keys["ab" * 32], subjects["b"], subjects["a"], keys["ab" * 32]] == [1, 2, 3, 1, 2]
        assert terms.number(b"sa") == 1
        assert terms.number(b"k" + b"\xab" * 32) == 2
        txn.abort()
