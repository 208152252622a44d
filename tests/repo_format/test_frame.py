from __future__ import annotations

import random

import pytest
from blake3 import blake3
from hypothesis import given
from hypothesis import strategies as st

from repo_format import frame, limits
from repo_format.errors import FromTheFuture, MalformedObject

HEADER = bytes.fromhex("73746d460105000000000003")


def test_known_answer():
    data, chain = frame.encode(frame.REF, b"abc", b"\7" * 32)
    expected = blake3(b"\7" * 32 + HEADER + b"abc", derive_key_context="steme 2026-11 chain v1").digest()
    assert chain == expected
    assert data == HEADER + expected + b"abc"
    assert len(data) == frame.OVERHEAD + 3 == 47


def test_the_chain_covers_place_header_and_body():
    data, _ = frame.encode(frame.REF, b"abc", frame.START)
    found = frame.parse(data)
    assert frame.header_of(found) == HEADER
    assert frame.follows(found, frame.START)
    assert not frame.follows(found, b"\1" + bytes(31))
    for name, value in (("kind", frame.SEAL), ("flags", 1), ("body", b"abd"), ("chain", bytes(32))):
        other = frame.parse(data)
        setattr(other, name, value)
        assert not frame.follows(other, frame.START), name


@given(
    st.lists(st.tuples(st.sampled_from(sorted(frame.KIND_NAMES)), st.binary(max_size=200)), max_size=8),
    st.binary(min_size=32, max_size=32),
    st.integers(0, 2**40),
)
def test_round_trip(parts, start, offset):
    data, chain = b"", start
    for kind, body in parts:
        one, chain = frame.encode(kind, body, chain, frame.COMPRESSED if kind == frame.BLOCK else 0)
        data += one
    found = list(frame.unchain(data, start, offset))
    assert [(one.kind, one.body) for one in found] == parts
    assert [one.offset for one in found] == [offset, *[one.end for one in found]][: len(found)]
    assert not found or (found[-1].chain, found[-1].end) == (chain, offset + len(data))


@pytest.mark.parametrize(
    ("at", "value", "message"),
    [
        (0, b"S", "begin with stmF"),
        (4, b"\0", "has version 0"),
        (5, b"\0", "kind 0"),
        (5, b"\xff", "kind 255"),
        (6, b"\1", "unknown flags"),
        (7, b"\1", "unknown flags"),
        (8, (limits.MAX_FRAME_BODY + 1).to_bytes(4, "big"), "a body of 1048577 bytes"),
    ],
)
def test_malformed_headers(at, value, message):
    with pytest.raises(MalformedObject, match=message):
        frame.parse_header(HEADER[:at] + value + HEADER[at + len(value) :])


def test_a_body_of_the_greatest_length_is_a_frame():
    length = limits.MAX_FRAME_BODY.to_bytes(4, "big")
    assert frame.parse_header(HEADER[:8] + length) == (frame.REF, 0, limits.MAX_FRAME_BODY)


def test_a_newer_version():
    with pytest.raises(FromTheFuture, match="a frame of version 2 needs a newer steme"):
        frame.parse_header(HEADER[:4] + b"\2" + HEADER[5:])


def test_compressed_is_for_blocks_alone():
    for kind in frame.KIND_NAMES:
        header = HEADER[:5] + bytes((kind, 0, frame.COMPRESSED)) + HEADER[8:]
        if kind == frame.BLOCK:
            assert frame.parse_header(header) == (kind, frame.COMPRESSED, 3)
        else:
            with pytest.raises(MalformedObject):
                frame.parse_header(header)


def test_every_kind_has_a_place():
    assert set(frame.KIND_NAMES) == frame.IN_SEGMENTS | frame.IN_PACKS | frame.IN_AUDIT_LOGS
    assert {frame.SIGNED, frame.SEAL, frame.BLOCK} == frame.IN_SEGMENTS & frame.IN_PACKS
    assert not frame.IN_AUDIT_LOGS & (frame.IN_SEGMENTS | frame.IN_PACKS)


def test_cut_off_anywhere():
    data, _ = frame.encode(frame.REF, b"abc", frame.START)
    for size in range(len(data)):
        with pytest.raises(MalformedObject, match="cut off"):
            frame.parse(data[:size])
    assert frame.parse(data + b"more").body == b"abc"


def test_no_mutant_keeps_the_chain():
    rng, data, chain = random.Random(1), b"", frame.START
    for kind in (frame.OPENING, frame.SEAL, frame.BLOCK, frame.COMMIT):
        one, chain = frame.encode(kind, rng.randbytes(40), chain)
        data += one
    for _ in range(2000):
        at = rng.randrange(len(data))
        bad = data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
        with pytest.raises((MalformedObject, FromTheFuture)):
            list(frame.unchain(bad, frame.START))


def test_the_good_beginning_is_handed_out_before_the_error():
    first, chain = frame.encode(frame.REF, b"abc", frame.START)
    second, _ = frame.encode(frame.REF, b"def", frame.START)
    assert chain != frame.START
    found = frame.unchain(first + second, frame.START, 1000)
    assert next(found).body == b"abc"
    with pytest.raises(MalformedObject, match="at byte 1047 does not continue the chain"):
        next(found)
