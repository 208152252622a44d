from __future__ import annotations

import random
import struct
import time
import tracemalloc

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from repo_format import block, limits
from repo_format.errors import MalformedObject

SEAL_ID = bytes(range(32))
SIGNATURE = b"s" * 64
texts = st.binary(max_size=300)


def test_known_answer_of_signed_objects():
    body = block.encode_signed([(b"{}", SIGNATURE)]) + block.erased_entry(b"i" * 32, b"a" * 32, SIGNATURE)
    assert body == b"\0\0\0\2{}" + SIGNATURE + b"\0\0\0\0" + b"i" * 32 + b"a" * 32 + SIGNATURE
    assert block.decode_signed(body) == [(b"{}", SIGNATURE, b"", b""), (None, SIGNATURE, b"i" * 32, b"a" * 32)]


@given(st.lists(st.tuples(st.binary(min_size=1, max_size=300), st.binary(min_size=64, max_size=64)), min_size=1))
def test_round_trip_of_signed_objects(objects):
    assert [(p, s) for p, s, _, _ in block.decode_signed(block.encode_signed(objects))] == objects


def test_signed_objects_cut_off_anywhere():
    body = block.encode_signed([(b"{}", SIGNATURE)]) + block.erased_entry(b"i" * 32, b"a" * 32, SIGNATURE)
    whole = {70, len(body)}
    for size in range(len(body)):
        if size not in whole:
            with pytest.raises(MalformedObject):
                block.decode_signed(body[:size])
    with pytest.raises(MalformedObject, match="hold nothing"):
        block.decode_signed(b"")


def test_the_longest_payload():
    longest = bytes(limits.MAX_PAYLOAD)
    assert block.decode_signed(block.encode_signed([(longest, SIGNATURE)]))[0][0] == longest
    with pytest.raises(MalformedObject, match="262145 bytes"):
        block.decode_signed(block.encode_signed([(longest + b"x", SIGNATURE)]))


def test_known_answer_of_a_block():
    flags, body = block.encode_block(SEAL_ID, 7, [b"ab", b"", b"c"])
    assert flags == 0
    assert body == SEAL_ID + struct.pack(">HHI", 7, 3, 15) + struct.pack(">III", 2, 0, 1) + b"abc"
    assert block.decode_block(flags, body) == (SEAL_ID, 7, [b"ab", b"", b"c"])


@given(st.integers(0, 900), st.lists(texts, min_size=1, max_size=40), st.booleans())
def test_round_trip_of_a_block(first, payloads, compress):
    flags, body = block.encode_block(SEAL_ID, first, payloads, compress)
    assert block.decode_block(flags, body) == (SEAL_ID, first, payloads)
    assert compress or not flags


def test_a_block_is_compressed_where_that_helps():
    assert block.encode_block(SEAL_ID, 0, [b"x" * 1000])[0] == 1
    assert block.encode_block(SEAL_ID, 0, [b"x" * 100])[0] == 0
    assert block.encode_block(SEAL_ID, 0, [random.Random(1).randbytes(1000)])[0] == 0


def prefix(first: int, count: int, size: int) -> bytes:
    return SEAL_ID + struct.pack(">HHI", first, count, size)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (SEAL_ID, "cut off in its prefix"),
        (prefix(0, 0, 0), "names 0 objects"),
        (prefix(1, 1024, 4096) + bytes(4096), "names 1024 objects from 1"),
        (prefix(1024, 1, 4) + bytes(4), "names 1 objects from 1024"),
        (prefix(65535, 1, 4) + bytes(4), "names 1 objects from 65535"),
        (prefix(0, 2, 7) + bytes(7), "names 2 objects from 0 in 7 bytes"),
        (prefix(0, 1, limits.MAX_BLOCK_BYTES + 1) + bytes(limits.MAX_BLOCK_BYTES + 1), "in 278529 bytes"),
        (prefix(0, 1, 5) + b"\0\0\0\1", "holds 4 bytes and names 5"),
        (prefix(0, 1, 5) + b"\0\0\0\1xy", "holds 6 bytes and names 5"),
        (prefix(0, 1, 5) + b"\0\0\0\2x", "does not divide"),
        (prefix(0, 1, 5) + b"\0\0\0\0x", "does not divide"),
        (prefix(0, 1, 5) + b"\xff\xff\xff\xffx", "does not divide"),
    ],
)
def test_malformed_blocks(body, message):
    with pytest.raises(MalformedObject, match=message):
        block.decode_block(0, body)


def test_the_last_object_of_the_longest_seal():
    assert block.decode_block(0, prefix(1023, 1, 5) + b"\0\0\0\1x") == (SEAL_ID, 1023, [b"x"])


RAW = struct.pack(">I", 996) + b"y" * 996
PACKED = zstandard.ZstdCompressor(write_content_size=True).compress(RAW)


def test_a_compressed_block():
    assert block.decode_block(1, prefix(0, 1, 1000) + PACKED) == (SEAL_ID, 0, [b"y" * 996])


def zstd_of_unknown_size(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_content_size=False).compress(data)


@pytest.mark.parametrize(
    ("size", "packed"),
    [
        (1000, b""),
        (1000, b"\0" * 20),
        (1000, PACKED[:-1]),
        (1000, PACKED + b"\0"),
        (1000, PACKED + PACKED),
        (999, PACKED),
        (1001, PACKED),
        (1000, zstd_of_unknown_size(RAW)),
        (1000, b"\x50\x2a\x4d\x18\x04\0\0\0abcd" + PACKED),
        (1000, zstandard.ZstdCompressor().compress(b"\0" * (1 << 28))),
    ],
    ids=["empty", "zeros", "cut", "more", "twice", "less", "greater", "unknown size", "skippable first", "bomb"],
)
def test_compression_is_not_trusted(size, packed):
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(MalformedObject):
        block.decode_block(1, prefix(0, 1, size) + packed)
    took = time.perf_counter() - began
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1 << 20
    assert took < 0.5


def test_mutants_of_a_compressed_block():
    rng = random.Random(3)
    good = prefix(0, 3, 612) + zstandard.ZstdCompressor().compress(
        struct.pack(">III", 200, 200, 200) + rng.randbytes(600)
    )
    assert len(block.decode_block(1, good)[2]) == 3
    refused = 0
    for _ in range(2000):
        at = rng.randrange(len(good))
        bad = good[:at] + bytes([good[at] ^ 1 << rng.randrange(8)]) + good[at + 1 :]
        try:
            found = block.decode_block(1, bad)
        except MalformedObject:
            refused += 1
            continue
        assert found != block.decode_block(1, good) or at >= 40
    assert refused > 50
