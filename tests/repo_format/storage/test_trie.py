from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import lmdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format import merkle
from repo_format.storage import tables
from repo_format.storage import trie as tries
from repo_format.storage.trie import NewIds, Trie, node_digest_of, node_key


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    env = lmdb.open(str(tmp_path_factory.mktemp("trie")), max_dbs=2, map_size=1 << 28, sync=False)
    databases = {name: env.open_db(name.encode()) for name in (tables.IDS, tables.TRIE)}
    yield env, databases
    env.close()


@contextmanager
def fresh(environment) -> Iterator[tuple[lmdb.Transaction, Trie]]:
    """An empty trie, forgotten at the end."""
    env, databases = environment
    with env.begin(write=True) as txn:
        yield txn, Trie(txn, databases)
        txn.abort()


def insert(environment, txn: lmdb.Transaction, trie: Trie, ids: list[bytes], before: int) -> bytes:
    for one in ids:
        txn.put(one, b"\0\0\0\1", db=environment[1][tables.IDS])
    return trie.insert(sorted(ids), before)


def crowd(prefix: str, first: int, count: int) -> list[bytes]:
    """Ids as an enemy would choose them: many that share their first digits."""
    texts = (hashlib.sha256(b"%d" % number).hexdigest() for number in range(first, first + count))
    return [bytes.fromhex(prefix + text[len(prefix) :]) for text in texts]


prefixes = st.text("0f", max_size=6) | st.text("0f", min_size=55, max_size=62)
crowds = st.lists(st.builds(crowd, prefixes, st.integers(0, 500), st.integers(0, 300)), max_size=3)
batches = st.lists(crowds.map(lambda found: [one for ids in found for one in ids]), min_size=1, max_size=5)


@settings(max_examples=80, deadline=None)
@given(batches)
def test_the_kept_root_is_the_root_of_the_set(environment, batches):
    with fresh(environment) as (txn, trie):
        known: set[bytes] = set()
        for batch in batches:
            new = sorted(set(batch) - known)
            root = insert(environment, txn, trie, new, len(known))
            known |= set(new)
            assert root == merkle.root(list(known)) == trie.root(len(known))
        kept: dict[bytes, bytes] = {}
        merkle.digest(sorted(known), 0, lambda path, entries: kept.__setitem__(node_key(path), entries))
        assert dict(txn.cursor(environment[1][tables.TRIE])) == kept


@settings(max_examples=60, deadline=None)
@given(batches)
def test_new_ids_make_the_same_trie_whether_they_are_listed_or_not(environment, batches):
    usual, tries._LISTED = tries._LISTED, 100
    try:
        with fresh(environment) as (txn, trie):
            new, known = NewIds(0), set[bytes]()
            for batch in batches:
                added = sorted(set(batch) - known)
                for at in range(0, len(added), 30):
                    for one in added[at : at + 30]:
                        txn.put(one, b"\0\0\0\1", db=environment[1][tables.IDS])
                        new.listed.append(one)
                    new.shorten()
                assert len(new) == len(added)
                known |= set(added)
                assert new.put_into(trie) == merkle.root(list(known))
                assert (len(new), new.before) == (0, len(known))
            kept: dict[bytes, bytes] = {}
            merkle.digest(sorted(known), 0, lambda path, entries: kept.__setitem__(node_key(path), entries))
            assert dict(txn.cursor(environment[1][tables.TRIE])) == kept
    finally:
        tries._LISTED = usual


def test_a_long_list_of_new_ids_is_dropped_only_where_it_is_longer_than_what_was_there():
    few, many = NewIds(200_000), NewIds(10)
    for new in (few, many):
        new.listed += crowd("", 0, 500) * 300
        new.shorten()
    assert (len(few.listed), few.unlisted) == (150_000, 0)
    assert (len(many.listed), many.unlisted) == (0, 150_000)


@pytest.mark.parametrize("size", [1, 7, 256, 257, 999, 3000])
def test_many_ids_in_batches(environment, size):
    ids = crowd("", 0, 3000)
    with fresh(environment) as (txn, trie):
        for at in range(0, len(ids), size):
            root = insert(environment, txn, trie, ids[at : at + size], at)
        assert root == merkle.root(ids)


def test_one_by_one_across_the_size_of_a_leaf(environment):
    ids = crowd("abcd", 0, 300)
    with fresh(environment) as (txn, trie):
        for number, one in enumerate(ids):
            root = insert(environment, txn, trie, [one], number)
            if number in (0, 1, 254, 255, 256, 257, 299):
                assert root == merkle.root(ids[: number + 1])
                assert (trie.entries(b"") is None) == (number < 256)


def test_nothing_new(environment):
    with fresh(environment) as (txn, trie):
        assert trie.root(0) == trie.insert([], 0) == merkle.EMPTY_ROOT
        root = insert(environment, txn, trie, crowd("", 0, 400), 0)
        assert trie.insert([], 400) == root


def test_what_lies_below_a_path(environment):
    ids = crowd("", 0, 200) + crowd("f" * 10, 0, 50) + crowd("0" * 10, 0, 50) + [b"\xff" * 32, bytes(32)]
    with fresh(environment) as (txn, trie):
        insert(environment, txn, trie, ids, 0)
        for text in ("", "0", "f", "ff", "f" * 10, "f" * 64, "0" * 10, "0" * 64, "7", "7a", "123456"):
            path = bytes(int(digit, 16) for digit in text)
            assert trie.below(path) == sorted(one for one in ids if one.hex().startswith(text))


def test_entries_of_a_node(environment):
    ids = crowd("", 0, 600)
    with fresh(environment) as (txn, trie):
        root = insert(environment, txn, trie, ids, 0)
        entries = trie.entries(b"")
        assert len(entries) == 576
        assert node_digest_of(entries) == root
        below = sorted(one for one in ids if one[0] >> 4 == 5)
        assert entries[5 * 36 :][:36] == len(below).to_bytes(4, "big") + merkle.leaf_digest(below)


def test_a_lost_node_is_made_again(environment):
    """An index may lack a row of the trie; the next insertion must not build a wrong root on that."""
    ids = crowd("", 0, 600)
    with fresh(environment) as (txn, trie):
        insert(environment, txn, trie, ids[:500], 0)
        txn.delete(node_key(b""), db=environment[1][tables.TRIE])
        assert insert(environment, txn, trie, ids[500:], 500) == merkle.root(ids)


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 600, 5000])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.95, 1.0])
def test_the_root_without_some(environment, count, share):
    ids = crowd("", 0, count) + crowd("a" * 6, 0, count // 2)
    absent = sorted(ids[: int(len(ids) * share)])
    with fresh(environment) as (txn, trie):
        before = insert(environment, txn, trie, ids, 0)
        assert trie.root_without(absent, len(ids)) == merkle.root(sorted(set(ids) - set(absent)))
        assert trie.root(len(ids)) == before
