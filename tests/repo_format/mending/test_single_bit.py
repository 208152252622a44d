from __future__ import annotations

import random

from repo_format import frame
from repo_format.mending import single_bit

CHAIN = bytes(range(32))


def test_any_one_bit_is_found_again() -> None:
    chance = random.Random(1)
    body = chance.randbytes(300)
    data, stored = frame.encode(frame.SIGNED, body, CHAIN)
    header = data[: frame.HEADER.size]
    for _ in range(20):
        spoiled = bytearray(body)
        spoiled[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
        assert single_bit.restore(CHAIN, header, stored, bytes(spoiled)) == body


def test_two_bits_and_large_bodies_are_left() -> None:
    body = bytes(100)
    data, stored = frame.encode(frame.SIGNED, body, CHAIN)
    header = data[: frame.HEADER.size]
    assert single_bit.restore(CHAIN, header, stored, b"\x03" + body[1:]) is None
    large = bytes(single_bit.MOST_BYTES + 1)
    data, stored = frame.encode(frame.SIGNED, large, CHAIN)
    assert single_bit.restore(CHAIN, data[: frame.HEADER.size], stored, b"\x01" + large[1:]) is None
