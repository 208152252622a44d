"""Ed25519 by one strict rule, over messages that say what they are for.

A signature holds when the key and R are canonical encodings of points of the prime-order subgroup, S is below the group
order and S*B = R + k*A exactly (docs/format/signatures.md). Libraries disagree on the edge cases, so every
implementation has to follow this rule and no other. Keys are 32 raw bytes; a secret is libsodium's 64 bytes, seed then
public key.

``nacl._sodium`` is used, not ``nacl.bindings``: the same C library, without the 10 ms that the bindings' own imports
cost at every start.
"""

from __future__ import annotations

import nacl
from nacl._sodium import ffi, lib  # type: ignore[import-not-found]

from repo_format.errors import BadSignature, InvalidInput, StemeError

KEY_BYTES = 32
SEED_BYTES = 32
SECRET_BYTES = 64
SIGNATURE_BYTES = 64

OBJECT_DOMAIN = b"steme/object/v1\0"
SEAL_DOMAIN = b"steme/seal/v1\0"
HEAD_DOMAIN = b"steme/head/v1\0"
ROTATION_DOMAIN = b"steme/rotation/v1\0"

# The first PyNaCl whose point check refuses every point outside the prime-order subgroup (CVE-2025-69277).
_FIRST_SOUND = (1, 6, 2)

_REMEMBERED = 16 * 1024
_known_keys: dict[bytes, bool] = {}
_IDENTITY = b"\x01" + bytes(31)

# A signature that holds by the cofactored equation alone: its R has a component of order 2.
_PROBE_MESSAGE = b"steme/probe/v1\0"
_PROBE_KEY = bytes.fromhex("a435de7cb9a37b86f12f5ff577cd114805fd0bd78fd41cbad402e9322c080178")
_PROBE_SIGNATURE = bytes.fromhex(
    "33bc69d0414156e41a963bf9dd66d9a9264815cdf7505dcac11060b45d6a9396"
    "5b11e3dd6ab13dc117578c4e286e521345a2841818d66d6a0b82fb1f0cdcd600"
)


def secret_key(seed: bytes) -> bytes:
    """The 64-byte secret (seed, then public key) of a 32-byte seed."""
    if len(seed) != SEED_BYTES:
        raise InvalidInput("seed", f"is {len(seed)} bytes long, not {SEED_BYTES}")
    public, secret = ffi.new("unsigned char[32]"), ffi.new("unsigned char[64]")
    lib.crypto_sign_seed_keypair(public, secret, bytes(seed))
    return bytes(secret)


def public_key(secret: bytes) -> bytes:
    """The 32-byte public key of a 32-byte seed or a 64-byte secret."""
    return _expanded(secret)[SEED_BYTES:]


def is_valid_key(key: bytes) -> bool:
    """Whether ``key`` is the canonical encoding of a point of prime order; remembered for some thousand keys."""
    if len(key) != KEY_BYTES:
        return False
    known = _known_keys.get(key)
    if known is None:
        known = bool(lib.crypto_core_ed25519_is_valid_point(key))
        if len(_known_keys) >= _REMEMBERED:
            _known_keys.clear()
        _known_keys[key] = known
    return known


def sign(secret: bytes, message: bytes) -> bytes:
    """The 64-byte signature of ``message``; deterministic. ``secret`` is 64 bytes, or a seed at twice the cost."""
    signed = ffi.new("unsigned char[]", SIGNATURE_BYTES + len(message))
    lib.crypto_sign(signed, ffi.NULL, message, len(message), _expanded(secret))
    return bytes(ffi.buffer(signed, SIGNATURE_BYTES))


def verify_strict(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` of ``message`` by ``key`` holds under the strict rule; False for wrong lengths too."""
    if len(signature) != SIGNATURE_BYTES or not is_valid_key(key):
        return False
    r = signature[:32]
    if r == _IDENTITY or not (_LIBRARY_IS_EXACT or lib.crypto_core_ed25519_is_valid_point(r)):
        return False
    return _library_accepts(key, message, signature)


def sign_object(secret: bytes, object_id: bytes) -> bytes:
    """The author's signature over an object's 32-byte id."""
    return sign(secret, OBJECT_DOMAIN + object_id)


def check_object(author: bytes, object_id: bytes, signature: bytes) -> None:
    """:raises BadSignature: ``signature`` is not the author's signature over this object id."""
    if not verify_strict(author, OBJECT_DOMAIN + object_id, signature):
        raise BadSignature(f"the signature of object {object_id.hex()} does not hold for the key {author.hex()}")


def sign_head(secret: bytes, head_id: bytes) -> bytes:
    """The committer's signature over a head's 32-byte id."""
    return sign(secret, HEAD_DOMAIN + head_id)


def check_head(author: bytes, head_id: bytes, signature: bytes) -> None:
    """:raises BadSignature: ``signature`` is not the committer's signature over this head id."""
    if not verify_strict(author, HEAD_DOMAIN + head_id, signature):
        raise BadSignature(f"the signature of head {head_id.hex()} does not hold for the key {author.hex()}")


def rotation_message(old: bytes, new: bytes) -> bytes:
    """What a new key signs to accept that it follows an old one, both 32 bytes."""
    return ROTATION_DOMAIN + old + new


def _expanded(secret: bytes) -> bytes:
    if len(secret) == SECRET_BYTES:
        return bytes(secret)
    return secret_key(secret)


def _library_accepts(key: bytes, message: bytes, signature: bytes) -> bool:
    signed = signature + message
    return bool(lib.crypto_sign_open(ffi.NULL, ffi.NULL, signed, len(signed), key) == 0)


def _require_sound_library() -> None:
    if tuple(int(part) for part in nacl.__version__.split(".")[:3] if part.isdigit()) < _FIRST_SOUND:
        raise StemeError(f"PyNaCl {nacl.__version__} accepts keys it must not; install PyNaCl 1.6.2 or newer")
    if lib.sodium_init() < 0:
        raise StemeError("libsodium could not be started; reinstall PyNaCl")


_require_sound_library()

_LIBRARY_IS_EXACT = not _library_accepts(_PROBE_KEY, _PROBE_MESSAGE, _PROBE_SIGNATURE)
"""Whether libsodium compares R byte by byte, so that a key of prime order implies a canonical R of prime order.

It did when this was written; were it to take up the cofactored equation, R is looked at here (30 us more).
"""
