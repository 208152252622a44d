from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format import errors, proof_document
from repo_format.errors import InvalidInput, MalformedObject, Refused

ROOT = Path(__file__).parents[2]
VECTORS = {path.stem: json.loads(path.read_text()) for path in (ROOT / "tests/vectors/proofs").glob("*.json")}
VALID = sorted(name for name, vector in VECTORS.items() if "error" not in vector)
BROKEN = sorted(VECTORS.keys() - VALID)


def data_of(name: str) -> bytes:
    vector = VECTORS[name]
    return (vector["text"] if "text" in vector else json.dumps(vector["document"])).encode()


@pytest.mark.parametrize("name", VALID)
def test_valid_vectors_hold_and_are_written_again_as_they_were(name: str) -> None:
    given_proof = proof_document.decode(data_of(name))
    payload = given_proof.check()
    assert payload.kind == "assertion"
    text = proof_document.encode(given_proof)
    assert text.isascii()
    assert json.loads(text) == VECTORS[name]["document"]


@pytest.mark.parametrize("name", BROKEN)
def test_broken_vectors_are_refused_for_what_they_are(name: str) -> None:
    with pytest.raises(errors.StemeError) as caught:
        proof_document.decode(data_of(name)).check()
    assert type(caught.value).__name__ == VECTORS[name]["error"]
    assert str(caught.value).isprintable()


def test_there_are_vectors_of_both_sorts() -> None:
    assert len(VALID) == 6
    assert len(BROKEN) > 50


def places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value inside a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(place for key, entry in inner for place in places(entry, (*here, key)))]


DOCUMENT = VECTORS["sealed"]["document"]
PLACES = [place for place in places(DOCUMENT) if place]
ODD = [None, True, False, 0, -1, 1.5, 2**70, "", "x", "\ud800", "00" * 32, [], {}, [[]], {"a": 1}]


@given(st.sampled_from(PLACES), st.sampled_from(ODD))
@settings(max_examples=300, deadline=None)
def test_any_value_in_any_place_is_refused_in_words(place: tuple[Any, ...], odd: Any) -> None:
    document = json.loads(json.dumps(DOCUMENT))
    inner = document
    for key in place[:-1]:
        inner = inner[key]
    if inner[place[-1]] == odd and type(inner[place[-1]]) is type(odd):
        return
    inner[place[-1]] = odd
    with pytest.raises((InvalidInput, Refused)) as caught:
        proof_document.decode(json.dumps(document).encode()).check()
    assert len(str(caught.value)) < 400


@given(st.binary(max_size=200) | st.recursive(st.none() | st.text(), lambda inner: st.dictionaries(st.text(), inner)))
@settings(max_examples=100)
def test_anything_else_is_no_proof(given_data: Any) -> None:
    data = given_data if isinstance(given_data, bytes) else json.dumps(given_data).encode()
    with pytest.raises(MalformedObject):
        proof_document.decode(data)


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b'{"steme.proof/v1":' * 5000, b"1" * 10_000, b"\xff", b"x" * (2**21 + 1)]
)
def test_hostile_text_is_no_proof(data: bytes) -> None:
    with pytest.raises(MalformedObject):
        proof_document.decode(data)


def test_a_proof_that_is_too_long_is_none() -> None:
    padded = json.dumps(DOCUMENT).encode().ljust(proof_document.MAX_DOCUMENT)
    proof_document.decode(padded)
    with pytest.raises(MalformedObject, match="longer than"):
        proof_document.decode(padded + b" ")


def test_spaces_between_tokens_are_free() -> None:
    packed = json.dumps(DOCUMENT, separators=(",", ":")).encode()
    assert proof_document.decode(packed).id == proof_document.decode(json.dumps(DOCUMENT, indent=4).encode()).id


def test_a_document_of_the_largest_parts_is_below_the_limit() -> None:
    largest = 3 * 256 * 1024 + 70 * 1024 + 70 * 256 + 64 * 15 * 70 + 4096
    assert largest < proof_document.MAX_DOCUMENT
