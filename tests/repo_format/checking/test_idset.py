"""The trie in memory against the definition."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format import merkle
from repo_format.checking.idset import IdSet


def ids(count: int, seed: int = 1) -> list[bytes]:
    chance = random.Random(seed)
    return [chance.randbytes(32) for _ in range(count)]


def test_an_empty_set_has_the_root_of_nothing() -> None:
    assert IdSet().root() == merkle.EMPTY_ROOT


@pytest.mark.parametrize("count", [1, 255, 256, 257, 4096, 4097])
def test_the_root_is_that_of_the_definition(count: int) -> None:
    held = IdSet()
    assert held.add(ids(count)) == []
    assert (held.root(), held.count) == (merkle.root(ids(count)), count)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 400), min_size=1, max_size=8), st.integers(0, 2**30))
def test_batches_make_no_difference(sizes: list[int], seed: int) -> None:
    everything, held, at = ids(sum(sizes), seed), IdSet(), 0
    for size in sizes:
        assert held.add(everything[at : at + size]) == []
        at += size
        assert held.root() == merkle.root(everything[:at])


def test_ids_that_share_their_beginning_go_deep() -> None:
    close = [bytes(20) + number.to_bytes(12, "big") for number in range(600)]
    held = IdSet()
    held.add(close[:300])
    held.add(close[300:])
    assert held.root() == merkle.root(close)


@pytest.mark.parametrize("count", [1, 100, 600])
def test_an_id_that_comes_twice_is_told_and_counts_once(count: int) -> None:
    some, held = ids(count), IdSet()
    held.add(some)
    assert held.add([some[0], *ids(3, 2), some[-1]]) == sorted({some[0], some[-1]} if count > 1 else [some[0]] * 2)
    assert held.count == count + 3
    assert held.root() == merkle.root(some + ids(3, 2))


def test_a_set_knows_what_is_in_it() -> None:
    held = IdSet()
    held.add(ids(1000))
    assert all(one in held for one in ids(1000))
    assert not any(one in held for one in ids(1000, 2))
    assert ids(1)[0][16:] + ids(2)[1][:16] not in held
