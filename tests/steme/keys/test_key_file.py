from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format.errors import FromTheFuture, InvalidInput, MalformedObject
from steme.keys.key_file import MAX_MEMORY, MAX_OPERATIONS, KeyFile, Locked, decode

SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
"""RFC 8032, section 7.1, test 1."""

PLAIN = f"""\
steme key v1
label alice
public {PUBLIC}
created 2026-11-20T15:08:00Z
seed {SEED.hex()}
""".encode()

LOCKED = f"""\
steme key v1
label alice
public {PUBLIC}
created 2026-11-20T15:08:00Z
kdf argon2id
operations 3
memory 268435456
salt {"5a" * 16}
nonce {"6b" * 24}
locked {"7c" * 48}
""".encode()

PUBLIC_ONLY = f"""\
steme public key v1
label alice
public {PUBLIC}
created 2026-11-20T15:08:00Z
""".encode()


def test_plain_known_answer() -> None:
    key = decode(PLAIN)
    assert (key.label, key.public.hex(), key.created, key.secret) == ("alice", PUBLIC, 1_795_187_280_000_000, SEED)
    assert key.kind == "secret"
    assert key.encode() == PLAIN


def test_locked_known_answer() -> None:
    key = decode(LOCKED)
    assert isinstance(key.secret, Locked)
    assert (key.secret.operations, key.secret.memory) == (3, 268_435_456)
    assert (key.secret.salt, key.secret.nonce, key.secret.box) == (b"\x5a" * 16, b"\x6b" * 24, b"\x7c" * 48)
    assert key.kind == "locked"
    assert key.encode() == LOCKED


def test_public_known_answer() -> None:
    key = decode(PUBLIC_ONLY)
    assert key.secret is None
    assert key.kind == "public"
    assert key.encode() == PUBLIC_ONLY
    for whole in (PLAIN, LOCKED):
        assert decode(whole).without_secret().encode() == PUBLIC_ONLY


@pytest.mark.parametrize("whole", [PLAIN, LOCKED, PUBLIC_ONLY])
def test_every_truncation_is_refused(whole: bytes) -> None:
    for length in range(len(whole)):
        with pytest.raises(MalformedObject, match="not a key file"):
            decode(whole[:length])


@pytest.mark.parametrize("whole", [PLAIN, LOCKED, PUBLIC_ONLY])
@settings(max_examples=200)
@given(st.data())
def test_a_changed_byte_is_refused_or_another_valid_file(whole: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = whole[:place] + bytes([data.draw(st.integers(0, 255))]) + whole[place + 1 :]
    try:
        key = decode(changed)
    except (MalformedObject, FromTheFuture):
        return
    assert key.encode() == changed
    if isinstance(key.secret, bytes):
        assert (key.secret, key.public.hex()) == (SEED, PUBLIC)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"", b"\n", "does not begin with"),
        (b"steme key v1", b"steme key v0x", "does not begin with"),
        (b"label alice", b"label -alice", "its label cannot name a key"),
        (b"label alice\n", b"", "line 2 is not its label"),
        (b"label alice", b"label  alice", "its label cannot name a key"),
        (b"d75a", b"D75A", "its public is not 64 lower-case hex digits"),
        (b"created 2026-11-20T15:08:00Z", b"created 2026-11-20", "canonical form"),
        (b"created 2026-11-20T15:08:00Z", b"created now", "canonical form"),
        (b"created 2026-11-20T15:08:00Z", b"created soon", "its created is not a time"),
        (b"seed 9d61", b"seed 9d62", "does not belong to its public key"),
        (b"seed 9d61", b"seed 9d6", "its seed is not 64 lower-case hex digits"),
        (b"seed ", b"sead ", "line 5 is not its seed"),
        (b"7f60\n", b"7f60\r\n", "its seed is not"),
        (b"7f60\n", b"7f60\n\n", "does not end after its last field"),
        (b"7f60\n", b"7f60\nlabel bob\n", "does not end after its last field"),
        (b"alice", b"\xc3\xa9", "at most 1024 ASCII characters"),
        (b"alice", b"a" * 1000, "at most 1024 ASCII characters"),
    ],
)
def test_what_a_plain_key_file_may_not_be(old: bytes, new: bytes, reason: str) -> None:
    with pytest.raises(MalformedObject, match=reason) as caught:
        decode(PLAIN.replace(old, new, 1), "alice.key")
    assert str(caught.value).startswith("alice.key: ")
    assert SEED.hex()[8:] not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"kdf argon2id", b"kdf scrypt", "canonical form"),
        (b"operations 3", b"operations 0", "beyond"),
        (b"operations 3", b"operations %d" % (MAX_OPERATIONS + 1), "beyond"),
        (b"operations 3", b"operations 03", "canonical form"),
        (b"operations 3", b"operations -3", "not a whole number"),
        (b"memory 268435456", b"memory 8191", "beyond"),
        (b"memory 268435456", b"memory %d" % (MAX_MEMORY + 1), "beyond"),
        (b"memory 268435456", b"memory 999999999999999", "beyond"),
        (b"memory 268435456", b"memory " + b"9" * 400, "not a whole number"),
        (b"salt 5a", b"salt ", "its salt is not 32"),
        (b"nonce 6b", b"nonce 6b6b", "its nonce is not 48"),
        (b"locked 7c", b"locked ", "its locked is not 96"),
    ],
)
def test_what_a_locked_key_file_may_not_be(old: bytes, new: bytes, reason: str) -> None:
    with pytest.raises(MalformedObject, match=reason):
        decode(LOCKED.replace(old, new, 1))


def test_the_greatest_parameters_are_read() -> None:
    raised = LOCKED.replace(b"operations 3", b"operations %d" % MAX_OPERATIONS)
    raised = raised.replace(b"268435456", b"%d" % MAX_MEMORY)
    assert decode(raised).encode() == raised


@pytest.mark.parametrize("whole", [PLAIN, PUBLIC_ONLY])
def test_a_newer_version_is_said_to_be_one(whole: bytes) -> None:
    with pytest.raises(FromTheFuture, match="version 2 needs a newer steme"):
        decode(whole.replace(b"v1", b"v2") + b"more\n")


def test_neither_repr_nor_label_gives_the_secret_away() -> None:
    assert repr(decode(PLAIN)) == f"KeyFile(alice, {PUBLIC}, secret)"
    with pytest.raises(InvalidInput):
        KeyFile("../alice", bytes(32), 0, SEED)
