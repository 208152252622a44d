"""Strict reading beyond the vectors: sizes, depth, random damage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format import errors, objects
from repo_format.limits import MAX_PAYLOAD

VECTORS = [
    json.loads(path.read_text()) for path in (Path(__file__).parents[1] / "vectors" / "objects").glob("*/*.json")
]
VALID = sorted(vector["payload"].encode() for vector in VECTORS if "error" not in vector)
MINIMAL = min(VALID, key=len)

REFUSED = (errors.MalformedObject, errors.FromTheFuture)


@settings(max_examples=300)
@given(st.sampled_from(VALID), st.data())
def test_a_flipped_bit_gives_a_refusal_or_another_canonical_payload(data: bytes, draw: st.DataObject) -> None:
    bit = draw.draw(st.integers(0, len(data) * 8 - 1))
    damaged = bytearray(data)
    damaged[bit // 8] ^= 1 << bit % 8
    _must_be_refused_or_canonical(bytes(damaged))


@settings(max_examples=300)
@given(
    st.sampled_from(VALID), st.data(), st.sampled_from([b" ", b'"', b",", b"\\u0041", b"{", b"[", b"null", b"\0", b"0"])
)
def test_an_insertion_gives_a_refusal_or_another_canonical_payload(
    data: bytes, draw: st.DataObject, more: bytes
) -> None:
    at = draw.draw(st.integers(0, len(data)))
    _must_be_refused_or_canonical(data[:at] + more + data[at:])


@given(st.sampled_from(VALID), st.data())
def test_a_prefix_is_refused(data: bytes, draw: st.DataObject) -> None:
    with pytest.raises(errors.MalformedObject):
        objects.read(data[: draw.draw(st.integers(0, len(data) - 1))])


@given(st.binary(max_size=200))
def test_junk_is_refused(data: bytes) -> None:
    with pytest.raises(errors.MalformedObject):
        objects.read(data)


def _must_be_refused_or_canonical(data: bytes) -> None:
    try:
        payload = objects.read(data)
    except REFUSED:
        return
    assert objects.write(payload) == data


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'{"kind":', b'{"meta":{"a":'])
def test_depth_does_not_crash(opening: bytes) -> None:
    with pytest.raises(errors.MalformedObject):
        objects.read(opening * (MAX_PAYLOAD // len(opening)))


def test_depth_in_an_unknown_kind_does_not_crash() -> None:
    with pytest.raises(errors.MalformedObject):
        objects.read(b'{"kind":"new","version":9,"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}")


def test_a_payload_over_the_limit_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(errors.MalformedObject, match=f"{MAX_PAYLOAD + 1} bytes"):
        objects.read(b"{" * (MAX_PAYLOAD + 1))


def test_an_unknown_kind_is_quoted_harmlessly() -> None:
    with pytest.raises(errors.FromTheFuture, match="newer steme") as caught:
        objects.read(b'{"kind":"\\u001b[31mred","version":1}')
    assert r"\x1b" in str(caught.value)


@pytest.mark.parametrize("kind", ["__init__", "../vote", "vote.py", "", "Vote", "payload"])
def test_a_kind_is_never_taken_for_a_path(kind: str) -> None:
    with pytest.raises(errors.FromTheFuture):
        objects.read(json.dumps({"kind": kind, "version": 1}).encode())


def test_a_very_long_kind_makes_a_short_message() -> None:
    with pytest.raises(errors.FromTheFuture) as caught:
        objects.read(json.dumps({"kind": "k" * 10_000, "version": 1}).encode())
    assert len(str(caught.value)) < 200


def test_an_unknown_field_is_quoted_harmlessly() -> None:
    with pytest.raises(errors.MalformedObject, match="not a field") as caught:
        objects.read(MINIMAL[:-1] + b',"\\u001b[2J":1}')
    assert str(caught.value).isprintable()


def test_the_place_of_the_first_difference_is_told() -> None:
    at = MINIMAL.index(b'"time":') + len(b'"time":')
    with pytest.raises(errors.MalformedObject, match=f"byte {at} ") as caught:
        objects.read(MINIMAL[:at] + b" " + MINIMAL[at:])
    assert caught.value.field == "time"
