from __future__ import annotations

import pytest
from blake3 import blake3
from hypothesis import given
from hypothesis import strategies as st

from repo_format import ids
from repo_format.errors import InvalidInput

CONTEXTS = (
    ids.OBJECT_CONTEXT, ids.SEAL_CONTEXT, ids.HEAD_CONTEXT, ids.TRIE_LEAF_CONTEXT, ids.TRIE_NODE_CONTEXT,
    ids.CHAIN_CONTEXT,
)  # fmt: skip


def test_object_id_of_nothing_is_pinned() -> None:
    assert ids.object_id(b"").hex() == "5efa8b79949dc6992dff74f7809e1998b76c8d035a6c13914346bcbeeaf40407"


def test_object_id_of_a_payload_is_pinned() -> None:
    assert (
        ids.object_id(b'{"kind":"assertion"}').hex()
        == "ed10fc3e3416df6ff93f4634727568fe7b984bc3e3a560e8220ae337e35cba15"
    )


@given(st.binary(max_size=3000))
def test_derive_is_blake3_in_derive_key_mode(data: bytes) -> None:
    for context in CONTEXTS:
        assert ids.derive(context)(data) == blake3(data, derive_key_context=context).digest()


def test_every_context_gives_another_digest() -> None:
    assert len({ids.derive(context)(b"same") for context in CONTEXTS}) == len(CONTEXTS)


def test_a_digest_does_not_remember_the_one_before() -> None:
    assert ids.object_id(b"a") == ids.object_id(b"a") != ids.object_id(b"b")


@given(st.binary(min_size=32, max_size=32))
def test_parse_id_takes_either_case(one: bytes) -> None:
    assert ids.parse_id(one.hex()) == ids.parse_id(one.hex().upper()) == one


@pytest.mark.parametrize(
    "text", ["", "ab" * 31, "ab" * 33, "ab" * 31 + " a", " " + "ab" * 31 + "a", "0x" + "ab" * 31, "\u0661" * 64]
)
def test_parse_id_refuses(text: str) -> None:
    with pytest.raises(InvalidInput, match="64 hex digits") as caught:
        ids.parse_id(text)
    assert caught.value.field == "id"


def test_parse_prefix_takes_seven_digits_and_lowers_them() -> None:
    assert ids.parse_prefix("ABCDEF0") == "abcdef0"
    assert ids.parse_prefix("ab" * 32) == "ab" * 32


@pytest.mark.parametrize(
    ("text", "words"), [("abcdef", "too short"), ("abcdefg", "not an id"), ("a" * 65, "not an id")]
)
def test_parse_prefix_refuses(text: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        ids.parse_prefix(text)
