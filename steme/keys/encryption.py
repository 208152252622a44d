"""A seed under a passphrase: Argon2id makes a key of the passphrase, and a secretbox locks the seed with that.

Imported for locked keys alone: ``nacl.pwhash`` and ``nacl.secret`` cost more than all the rest of a signature.
Sources: RFC 9106 (Argon2id, here with one lane, as libsodium has it), NaCl's secretbox.
"""

from __future__ import annotations

import os
import unicodedata

from nacl.exceptions import CryptoError
from nacl.exceptions import RuntimeError as SodiumError
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from repo_format.errors import InvalidInput, Refused, StorageFailed
from steme.keys.key_file import Locked

OPERATIONS = 3
MEMORY = 256 * 1024 * 1024
"""libsodium's *moderate* parameters: about half a second, 256 MiB."""

MAX_PASSPHRASE = 1024
"""Bytes of UTF-8; a longer one is a file taken by mistake."""


def lock(seed: bytes, passphrase: str) -> Locked:
    """``seed`` under ``passphrase``, with a fresh salt and nonce. Takes about half a second and 256 MiB.

    Raises InvalidInput for a passphrase that is empty or too long, StorageFailed when the memory is not to be had.
    """
    salt, nonce = os.urandom(argon2id.SALTBYTES), os.urandom(SecretBox.NONCE_SIZE)
    box = _box(passphrase, salt, OPERATIONS, MEMORY).encrypt(seed, nonce).ciphertext
    return Locked(OPERATIONS, MEMORY, salt, nonce, box)


def unlock(locked: Locked, passphrase: str, label: str) -> bytes:
    """The seed. Costs what the file's parameters say, at most some ten seconds and 1 GiB.

    Raises Refused for a wrong passphrase (or a changed file, which looks the same) and as ``lock``; messages name
    ``label``.
    """
    box = _box(passphrase, locked.salt, locked.operations, locked.memory)
    try:
        seed = box.decrypt(locked.box, locked.nonce)
    except CryptoError:
        raise Refused(f"the passphrase does not open the key {label}; try again") from None
    return bytes(seed)


def _box(passphrase: str, salt: bytes, operations: int, memory: int) -> SecretBox:
    try:
        secret = unicodedata.normalize("NFC", passphrase).encode()
    except UnicodeEncodeError:
        raise InvalidInput("passphrase", "it is not text; type it again") from None
    if not 1 <= len(secret) <= MAX_PASSPHRASE:
        raise InvalidInput("passphrase", f"it has to be 1 to {MAX_PASSPHRASE} bytes long")
    try:
        return SecretBox(argon2id.kdf(SecretBox.KEY_SIZE, secret, salt, operations, memory))
    except (SodiumError, MemoryError):
        need = memory // 2**20
        raise StorageFailed(f"there was not enough memory to unlock the key; {need} MiB are needed") from None
