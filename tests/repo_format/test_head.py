from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_format import head, ids, signature
from repo_format.errors import BadSignature, FromTheFuture, MalformedObject, StemeError


def test_known_answer(alice):
    made = alice.head(3, previous=b"p" * 32)
    unsigned = (
        b"\1" + b"R" * 16 + bytes(7) + b"\3" + b"\3" * 32 + b"p" * 32 + made.time.to_bytes(8, "big") + alice.public
    )
    assert made.unsigned() == unsigned
    assert len(unsigned) == head.SIGNED_BYTES == 129
    assert made.id == ids.head_id(unsigned)
    assert made.encode() == unsigned + signature.sign(alice.secret, b"steme/head/v1\0" + made.id)
    made.check()


@given(
    st.binary(min_size=16, max_size=16),
    st.integers(0, 2**32 - 1),
    st.binary(min_size=32, max_size=32),
    st.integers(-(2**53), 2**53),
)
def test_round_trip(alice, repository, count, root, time):
    made = head.Head(repository, count, root, head.NO_HEAD, time, alice.public, b"s" * 64)
    again = head.decode(made.encode())
    assert again == made
    assert hash(again) == hash(made)
    assert (again.repository, again.count, again.root, again.time) == (repository, count, root, time)
    assert (again.previous, again.signer, again.signature, again.id) == (head.NO_HEAD, alice.public, b"s" * 64, made.id)


def test_heads_with_other_signatures_are_not_equal(alice):
    made, other = alice.head(3), alice.head(3)
    other.signature = bytes(64)
    assert (made.id, made == other) == (other.id, False)
    assert made != made.encode()


def test_malformed(alice):
    good = alice.head(3).encode()
    for bad in (
        b"",
        good[:-1],
        good + b"\0",
        b"\0" + good[1:],
        good[:17] + b"\0\0\0\1\0\0\0\0" + good[25:],
        good[:89] + b"\0\x20\0\0\0\0\0\1" + good[97:],
        good[:89] + b"\xff\xdf\xff\xff\xff\xff\xff\xff" + good[97:],
    ):
        with pytest.raises(MalformedObject):
            head.decode(bad)
    with pytest.raises(FromTheFuture):
        head.decode(b"\2" + good[1:])


def test_no_mutant_is_accepted(alice):
    rng, good = random.Random(1), alice.head(3).encode()
    for _ in range(2000):
        at = rng.randrange(len(good))
        bad = good[:at] + bytes([good[at] ^ 1 << rng.randrange(8)]) + good[at + 1 :]
        with pytest.raises((MalformedObject, FromTheFuture, BadSignature)):
            head.decode(bad).check()


def test_a_signature_over_an_object_is_none_over_a_head(alice, bob):
    made = alice.head(3)
    for wrong in (
        signature.sign_object(alice.secret, made.id),
        signature.sign(alice.secret, made.id),
        signature.sign_head(bob.secret, made.id),
        b"",
    ):
        made.signature = wrong
        with pytest.raises(BadSignature):
            made.check()


VECTORS = {
    path.stem: json.loads(path.read_text()) for path in (Path(__file__).parents[1] / "vectors" / "heads").glob("*.json")
}


@pytest.mark.parametrize("name", ["first", "second", "third"])
def test_vectors(name):
    vector = VECTORS[name]
    made = head.decode(bytes.fromhex(vector["head"]))
    made.check()
    shown = {key: getattr(made, key).hex() for key in ("repository", "root", "previous", "signer", "id", "signature")}
    assert {**shown, "count": made.count, "time": made.time}.items() <= vector.items()
    assert signature.sign_head(bytes.fromhex(vector["seed"]), made.id) == made.signature


def test_vectors_make_a_chain():
    heads = [head.decode(bytes.fromhex(VECTORS[name]["head"])) for name in ("first", "second", "third")]
    assert [one.previous for one in heads] == [head.NO_HEAD, heads[0].id, heads[1].id]


@pytest.mark.parametrize("name", sorted(name for name, vector in VECTORS.items() if "error" in vector))
def test_broken_vectors(name):
    with pytest.raises(StemeError) as caught:
        head.decode(bytes.fromhex(VECTORS[name]["head"])).check()
    assert type(caught.value).__name__ == VECTORS[name]["error"]
