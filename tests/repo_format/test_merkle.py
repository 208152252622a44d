from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path

import pytest
from blake3 import blake3
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format import limits, merkle

VECTORS = Path(__file__).parents[1] / "vectors" / "trie"


def leaf(ids: list[bytes]) -> bytes:
    return blake3(b"".join(ids), derive_key_context="steme 2026-11 trie leaf v1").digest()


def node(children: list[bytes]) -> bytes:
    return blake3(b"".join(children), derive_key_context="steme 2026-11 trie node v1").digest()


def plain_root(ids: set[str], prefix: str = "") -> bytes:
    """The definition of docs/format/merkle.md, section 2, over hex texts."""
    here = sorted(one for one in ids if one.startswith(prefix))
    if len(here) <= 256:
        return leaf([bytes.fromhex(one) for one in here])
    return node([plain_root(set(here), prefix + digit) for digit in "0123456789abcdef"])


def numbered(count: int, first: int = 0) -> list[bytes]:
    return [hashlib.sha256(b"steme test vectors: %d" % n).digest() for n in range(first, first + count)]


def crowd(prefix: str, count: int) -> list[bytes]:
    """Ids as an enemy would choose them: many that share their first digits."""
    return [bytes.fromhex(prefix + one.hex()[len(prefix) :]) for one in numbered(count)]


crowds = st.lists(st.builds(crowd, st.text("0f", max_size=61), st.integers(0, 600)), max_size=4).map(
    lambda found: sorted({one for ids in found for one in ids})
)


def test_known_answers():
    assert merkle.EMPTY_ROOT == merkle.root([]) == leaf([])
    assert merkle.root([b"i" * 32]) == leaf([b"i" * 32])
    assert merkle.root([b"z" * 32, b"a" * 32]) == leaf([b"a" * 32, b"z" * 32])


@pytest.mark.parametrize("count", [0, 1, 2, 255, 256, 257, 258, 300, 5000])
def test_the_definition(count):
    ids = numbered(count)
    assert merkle.root(ids) == plain_root({one.hex() for one in ids})


@given(crowds)
def test_the_definition_for_crowded_ids(ids):
    assert merkle.root(ids) == plain_root({one.hex() for one in ids})


@given(st.integers(0, 1000), st.integers(1, 600))
def test_order_and_repetition_mean_nothing(seed, count):
    rng, ids = random.Random(seed), numbered(count)
    again = ids + rng.sample(ids, count // 2)
    rng.shuffle(again)
    assert merkle.root(again) == merkle.root(ids)


@pytest.mark.parametrize("count", [1, 256, 257, 1000])
def test_any_other_set_has_another_root(count):
    ids, root = numbered(count), merkle.root(numbered(count))
    assert merkle.root(ids[1:]) != root
    assert merkle.root([*ids, b"i" * 32]) != root
    assert merkle.root([bytes([ids[0][0] ^ 1]) + ids[0][1:], *ids[1:]]) != root


def test_a_leaf_is_no_node():
    children = [merkle.leaf_digest([])] * 16
    assert merkle.node_digest(b"".join(children)) != merkle.leaf_digest(children)
    assert merkle.node_digest(b"".join(children)) == node(children)


def test_digits():
    assert [merkle.digit(bytes.fromhex("0f3a") + bytes(30), depth) for depth in range(5)] == [0, 15, 3, 10, 0]


@given(st.lists(st.integers(0, 15), max_size=64))
def test_bounds(digits):
    path = bytes(digits)
    low, high = merkle.bounds(path)
    text = "".join(f"{digit:x}" for digit in digits)
    first, last = bytes.fromhex(text.ljust(64, "0")), bytes.fromhex(text.ljust(64, "f"))
    assert low <= first
    assert high is None or last < high
    before = int.from_bytes(first, "big") - 1
    assert before < 0 or before.to_bytes(32, "big") < low
    after = int.from_bytes(last, "big") + 1
    assert (high is None) == (after == 2**256)
    assert high is None or after.to_bytes(32, "big") >= high


@given(st.text("0123456789abcdef", max_size=63), st.integers(0, 60))
def test_split(prefix, count):
    ids, depth = sorted(crowd(prefix, count)), len(prefix)
    parts = merkle.split(ids, depth)
    assert [one for part in parts for one in part] == ids
    assert all(merkle.digit(one, depth) == number for number, part in enumerate(parts) for one in part)
    assert merkle.split([], depth) == [()] * 16


@settings(max_examples=30)
@given(crowds)
def test_the_nodes_that_are_kept(ids):
    kept: dict[bytes, bytes] = {}
    root = merkle.digest(ids, 0, kept.__setitem__)
    assert (b"" in kept) == (len(ids) > limits.TRIE_LEAF)
    if kept:
        assert root == digest_of(kept[b""])
    for path, entries in kept.items():
        for digit in range(16):
            text = path.hex()[1::2] + f"{digit:x}"
            below = [one for one in ids if one.hex().startswith(text)]
            inner = kept.get(path + bytes((digit,)))
            assert (inner is not None) == (len(below) > limits.TRIE_LEAF)
            digest = leaf(below) if inner is None else digest_of(inner)
            assert entries[36 * digit :][:36] == len(below).to_bytes(4, "big") + digest


def digest_of(entries: bytes) -> bytes:
    return node([entries[at + 4 : at + 36] for at in range(0, 576, 36)])


def vectors(name: str) -> list[dict]:
    return json.loads((VECTORS / name).read_text())


@pytest.mark.parametrize(
    "vector", vectors("roots.json"), ids=lambda vector: f"{vector['prefix'][:4]}-{vector['count']}"
)
def test_vectors(vector):
    ids = set(crowd(vector["prefix"], vector["count"]))
    assert len(ids) == vector["different"]
    assert merkle.root(list(ids)).hex() == vector["root"]


def test_vectors_of_nodes():
    for vector in vectors("nodes.json"):
        kept: dict[bytes, bytes] = {}
        merkle.digest(sorted(crowd(vector["prefix"], vector["count"])), 0, kept.__setitem__)
        cells = [child["count"].to_bytes(4, "big") + bytes.fromhex(child["digest"]) for child in vector["children"]]
        assert kept[bytes(int(digit, 16) for digit in vector["path"])] == b"".join(cells)
        assert digest_of(b"".join(cells)).hex() == vector["digest"]


@pytest.mark.parametrize("vector", vectors("mistakes.json"), ids=lambda vector: vector["description"])
def test_vectors_of_mistakes(vector):
    assert merkle.root(crowd(vector["prefix"], vector["count"])).hex() != vector["not"]
