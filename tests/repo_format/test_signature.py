from __future__ import annotations

import json
from pathlib import Path

import nacl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_format import signature
from repo_format.errors import BadSignature, InvalidInput, StemeError

SEED = bytes(range(32))
SECRET = signature.secret_key(SEED)
KEY = signature.public_key(SECRET)
ID = b"\xab" * 32

EDGES = Path(__file__).parents[1] / "vectors" / "ed25519"
SPECCHECK = json.loads((EDGES / "speccheck.json").read_text())
WYCHEPROOF = json.loads((EDGES / "wycheproof.json").read_text())


def _holds(case: dict[str, str], key: str) -> bool:
    parts = (bytes.fromhex(case[part]) for part in (key, "message", "signature"))
    return signature.verify_strict(*parts)


@pytest.mark.parametrize("index", range(12))
def test_every_case_of_speccheck_is_refused(index: int) -> None:
    assert not _holds(SPECCHECK[index], "pub_key")


@pytest.mark.parametrize("case", WYCHEPROOF, ids=lambda case: f"{case['id']}-{case['flag']}")
def test_of_wycheproof_the_valid_cases_are_accepted_and_no_others(case: dict[str, str]) -> None:
    assert _holds(case, "key") is (case["result"] == "valid")


def test_the_first_vector_of_rfc_8032() -> None:
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    held = signature.sign(seed, b"")
    assert signature.public_key(seed).hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert held.hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155")
    assert signature.verify_strict(signature.public_key(seed), b"", held)


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_what_is_signed_verifies(seed: bytes, message: bytes) -> None:
    secret = signature.secret_key(seed)
    held = signature.sign(secret, message)
    assert held == signature.sign(seed, message)
    assert signature.verify_strict(signature.public_key(secret), message, held)
    assert not signature.verify_strict(signature.public_key(secret), message + b"\0", held)


@given(st.integers(0, 64 * 8 - 1))
def test_any_flipped_bit_of_a_signature_is_noticed(bit: int) -> None:
    held = bytearray(signature.sign_object(SECRET, ID))
    held[bit // 8] ^= 1 << bit % 8
    assert not signature.verify_strict(KEY, signature.OBJECT_DOMAIN + ID, bytes(held))


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_key_of_another_length_verifies_nothing(size: int) -> None:
    held = signature.sign(SECRET, b"m")
    assert not signature.verify_strict((KEY + KEY)[:size], b"m", held)


@pytest.mark.parametrize("held", [b"", bytes(63), bytes(65)])
def test_a_signature_of_another_length_does_not_hold(held: bytes) -> None:
    assert not signature.verify_strict(KEY, b"m", held)


def test_a_byte_cannot_move_from_the_message_to_the_signature() -> None:
    held = signature.sign(SECRET, b"am")
    assert signature.verify_strict(KEY, b"am", held)
    assert not signature.verify_strict(KEY, b"m", held + b"a")


@pytest.mark.parametrize("size", [0, 31, 33, 63, 65])
def test_a_seed_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(InvalidInput) as caught:
        signature.sign(bytes(size), b"m")
    assert caught.value.field == "seed"


def test_a_signature_holds_in_its_own_domain_only() -> None:
    object_signature, head_signature = signature.sign_object(SECRET, ID), signature.sign_head(SECRET, ID)
    signature.check_object(KEY, ID, object_signature)
    signature.check_head(KEY, ID, head_signature)
    with pytest.raises(BadSignature, match="object abab"):
        signature.check_object(KEY, ID, head_signature)
    with pytest.raises(BadSignature, match="head abab"):
        signature.check_head(KEY, ID, object_signature)


def test_no_domain_begins_another() -> None:
    domains = [signature.OBJECT_DOMAIN, signature.SEAL_DOMAIN, signature.HEAD_DOMAIN, signature.ROTATION_DOMAIN]
    assert [a for a in domains for b in domains if a is not b and b.startswith(a)] == []


def test_memory_of_keys_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signature, "_REMEMBERED", 5)
    monkeypatch.setattr(signature, "_known_keys", {})
    for number in range(20):
        signature.is_valid_key(number.to_bytes(32, "little"))
        assert len(signature._known_keys) <= 5


def test_an_unsound_pynacl_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nacl, "__version__", "1.6.1")
    with pytest.raises(StemeError, match=r"1\.6\.2"):
        signature._require_sound_library()
