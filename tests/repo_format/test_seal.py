from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_format import errors, ids, signature
from repo_format.seal import Seal

SECRET = signature.secret_key(bytes(32))
IDS = (b"\x01" * 32, b"\x02" * 32)
SEAL = Seal.sign(SECRET, 7, IDS)

VECTORS = {
    path.stem: json.loads(path.read_text()) for path in (Path(__file__).parents[1] / "vectors" / "seals").glob("*.json")
}
VALID = sorted(name for name, vector in VECTORS.items() if "error" not in vector)
BROKEN = sorted(VECTORS.keys() - VALID)


def test_layout() -> None:
    key = signature.public_key(SECRET)
    assert SEAL.encode() == b"\1" + key + (7).to_bytes(8, "big") + b"\0\2" + b"".join(IDS) + SEAL.signature
    assert SEAL.id == ids.seal_id(SEAL.encode()[:-64])
    assert signature.verify_strict(key, b"steme/seal/v1\0" + SEAL.id, SEAL.signature)


@given(
    st.integers(-(2**53), 2**53),
    st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=20, unique=True).map(tuple),
)
def test_round_trip(time: int, members: tuple[bytes, ...]) -> None:
    seal = Seal.sign(SECRET, time, members)
    again = Seal.decode(seal.encode())
    assert (again, again.id, again.time, again.ids, again.author) == (seal, seal.id, time, members, seal.author)
    again.verify()


@pytest.mark.parametrize("name", VALID)
def test_vectors(name: str) -> None:
    vector = VECTORS[name]
    members = tuple(_sha256(f"steme test vectors: {n}") for n in range(vector["count"]))
    seal = Seal.sign(bytes.fromhex(vector["seed"]), vector["time"], members)
    assert seal.author.hex() == vector["author"]
    assert seal.id.hex() == vector["id"]
    assert seal.signature.hex() == vector["signature"]
    assert seal.encode().hex() == vector.get("seal", seal.encode().hex())


@pytest.mark.parametrize("name", BROKEN)
def test_broken_vectors(name: str) -> None:
    vector = VECTORS[name]
    with pytest.raises(getattr(errors, vector["error"])) as caught:
        Seal.decode(bytes.fromhex(vector["seal"])).verify()
    assert type(caught.value).__name__ == vector["error"]
    assert getattr(caught.value, "field", None) == vector.get("field")


@given(st.integers(0, len(SEAL.encode()) * 8 - 1))
def test_any_flipped_bit_is_noticed(bit: int) -> None:
    data = bytearray(SEAL.encode())
    data[bit // 8] ^= 1 << bit % 8
    with pytest.raises(errors.StemeError):
        Seal.decode(bytes(data)).verify()


@given(st.binary(max_size=400))
def test_junk_is_refused_in_words(data: bytes) -> None:
    with pytest.raises((errors.MalformedObject, errors.FromTheFuture)):
        Seal.decode(data)


def test_a_seal_of_1024_ids_has_the_size_the_format_says() -> None:
    members = tuple(n.to_bytes(32, "big") for n in range(1024))
    assert len(Seal.sign(SECRET, 0, members).encode()) == 107 + 32 * 1024


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"author": b"short"}, "author"), ({"time": 2**53 + 1}, "time"), ({"ids": ()}, "ids"),
        ({"ids": tuple(n.to_bytes(32, "big") for n in range(1025))}, "ids"), ({"ids": (b"short",)}, "ids"),
        ({"ids": (IDS[0], IDS[0])}, "ids"), ({"signature": b"short"}, "signature"),
    ],
)  # fmt: skip
def test_fields_out_of_range(fields: dict[str, object], field: str) -> None:
    good = {"author": SEAL.author, "time": SEAL.time, "ids": SEAL.ids, "signature": SEAL.signature}
    with pytest.raises(errors.InvalidInput) as caught:
        Seal(**{**good, **fields})  # type: ignore[arg-type]
    assert caught.value.field == field


def test_equality_is_that_of_bytes() -> None:
    assert Seal.decode(SEAL.encode()) == SEAL
    assert hash(SEAL) == hash(Seal.decode(SEAL.encode()))
    assert Seal.sign(SECRET, 8, IDS) != SEAL != Seal.sign(SECRET, 7, IDS[::-1])
    assert SEAL.encode() != SEAL


def _sha256(text: str) -> bytes:
    from hashlib import sha256

    return sha256(text.encode()).digest()
