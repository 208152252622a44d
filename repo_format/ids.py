"""Identifiers: BLAKE3 under a context of its own for everything that is hashed, and their forms in text.

An id is 32 bytes in memory and on disk and 64 lower-case hex digits (``bytes.hex()``) inside payloads and on screens.
Specified in ``docs/format/identity.md``. Nothing here looks ids up; a prefix is resolved by whoever has an index.
"""

from __future__ import annotations

from blake3 import blake3

from repo_format.errors import InvalidInput, shown
from repo_format.limits import MIN_ID_PREFIX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

ID_BYTES = 32

OBJECT_CONTEXT = "steme 2026-11 object id v1"
SEAL_CONTEXT = "steme 2026-11 seal id v1"
HEAD_CONTEXT = "steme 2026-11 head id v1"
TRIE_LEAF_CONTEXT = "steme 2026-11 trie leaf v1"
TRIE_NODE_CONTEXT = "steme 2026-11 trie node v1"
CHAIN_CONTEXT = "steme 2026-11 chain v1"

_HEX_DIGITS = frozenset("0123456789abcdef")


def derive(context: str) -> Callable[[bytes], bytes]:
    """A function from bytes to their 32-byte BLAKE3 digest in derive-key mode under ``context``.

    The context's key is prepared once; a call then costs about 0.7 us for a few hundred bytes.
    """
    prepared = blake3(derive_key_context=context)

    def digest(data: bytes) -> bytes:
        hasher = prepared.copy()
        hasher.update(data)
        return hasher.digest()

    return digest


object_id = derive(OBJECT_CONTEXT)
"""The id of an object: the digest of its payload's exact bytes."""

seal_id = derive(SEAL_CONTEXT)
"""The id of a seal: the digest of its bytes without the signature."""

head_id = derive(HEAD_CONTEXT)
"""The id of a head: the digest of its bytes without the signature."""


def parse_id(text: str) -> bytes:
    """The 32 bytes of a full id as a person may type it: 64 hex digits in either case.

    :raises InvalidInput: anything else, spaces included.
    """
    digits = text.lower()
    if len(digits) != 2 * ID_BYTES or not _HEX_DIGITS.issuperset(digits):
        raise InvalidInput("id", f"{shown(text)} is not an id of 64 hex digits")
    return bytes.fromhex(digits)


def parse_prefix(text: str) -> str:
    """An id or the beginning of one, 7 to 64 hex digits in either case, as lower-case digits.

    :raises InvalidInput: too short, too long or not hex.
    """
    digits = text.lower()
    if not _HEX_DIGITS.issuperset(digits) or len(digits) > 2 * ID_BYTES:
        raise InvalidInput("id", f"{shown(text)} is not an id or the beginning of one")
    if len(digits) < MIN_ID_PREFIX:
        raise InvalidInput("id", f"{shown(text)} is too short; give at least {MIN_ID_PREFIX} hex digits")
    return digits
