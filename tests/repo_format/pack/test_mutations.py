"""Thousands of broken packs: none is accepted, and none ends in anything but an error of ours.

``MUTATIONS=100000 scripts/test tests/repo_format/pack/test_mutations.py`` tries more.
"""

from __future__ import annotations

import io
import os
import random

from repo_format import frame
from repo_format.errors import BadSignature, Damaged, FromTheFuture, MalformedObject
from repo_format.pack.reader import PackReader, verified

ROUNDS = int(os.environ.get("MUTATIONS", "2000"))
REFUSALS = {MalformedObject, FromTheFuture, BadSignature, Damaged}


def mutated(data: bytes, rng: random.Random) -> bytes:
    """``data`` with one fault of a kind that disks, networks and enemies make."""
    at, to = sorted(rng.sample(range(len(data) + 1), 2))
    match rng.randrange(8):
        case 0:
            return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
        case 1:
            return data[:at] + rng.randbytes(1) + data[at + 1 :]
        case 2:
            return data[:at]
        case 3:
            return data + rng.randbytes(rng.randint(1, 60))
        case 4:
            return data[:at] + rng.randbytes(rng.randint(1, 60)) + data[at:]
        case 5:
            return data[:at] + data[to:]
        case 6:
            return data[:at] + bytes(to - at) + data[to:]
    return data[:at] + data[to : 2 * to - at] + data[at:to] + data[2 * to - at :]


def refusal(data: bytes, proofs: bool = True) -> type[Exception] | None:
    """The class of the error that reading, or reading and verifying, ends in."""
    try:
        reader = PackReader(io.BytesIO(data))
        for _ in verified(reader) if proofs else reader:
            pass
    except tuple(REFUSALS) as error:
        return type(error)
    return None


def test_no_mutant_is_accepted(sample):
    rng = random.Random(20260101)
    small = sample.data
    assert refusal(small) is None
    for number in range(ROUNDS):
        bad = mutated(small, rng)
        assert bad == small or refusal(bad, proofs=False) in {MalformedObject, FromTheFuture}, number


def test_mutants_with_a_right_chain_carry_nothing_new(sample, join, tell):
    """An enemy can compute hashes: then the grammar, the ids, the proofs and the closing have to hold.

    What remains is to call another object of a genuine seal erased, which no proof can show to be wrong.
    """
    rng = random.Random(20260102)
    genuine = set(map(tell, sample.records))
    listed = {one for record in sample.records if record.seal for one in record.seal.ids}
    accepted = 0
    for number in range(ROUNDS // 4):
        parts = list(sample.parts)
        at = rng.randrange(len(parts))
        kind, body, flags = parts[at]
        parts[at] = (rng.choice((kind, kind, kind, rng.randint(1, 9))), mutated(body, rng), flags)
        bad = join(parts)
        found = refusal(bad)
        assert found in {None, *REFUSALS}, number
        if found is None and bad != sample.data:
            accepted += 1
            new = [record for record in PackReader(io.BytesIO(bad)) if tell(record) not in genuine]
            assert all(record.payload is None and record.id in listed for record in new), number
    assert accepted <= ROUNDS // 200


def test_frames_of_the_future_are_told_from_broken_ones(sample):
    data = bytearray(sample.data)
    data[4] = 9
    assert refusal(bytes(data)) is FromTheFuture
    data[4] = 0
    assert refusal(bytes(data)) is MalformedObject
    data[4:6] = bytes((1, frame.COMMIT))
    assert refusal(bytes(data)) is MalformedObject
