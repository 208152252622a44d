from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from repo_format.errors import InvalidInput, Refused, StorageFailed
from steme.keys import encryption
from steme.keys.encryption import lock, unlock
from steme.keys.key_file import MAX_BYTES, MAX_MEMORY, MAX_OPERATIONS, Locked, decode

SEED = bytes(range(32))
SPECIFICATION = Path(__file__).parents[3] / "docs" / "format" / "keys.md"

KNOWN = Locked(
    operations=1,
    memory=8192,
    salt=bytes(16),
    nonce=bytes(24),
    box=bytes.fromhex(
        "e8a9d864f99d08c46f66e8db50d5c65e92c893845a19bd5089691434058b145cadc7b633973bd652a17c48a57fa45f4e"
    ),
)
"""``SEED`` under "correct horse", computed with argon2-cffi and an XSalsa20-Poly1305 of our own, not with libsodium."""

pytestmark = pytest.mark.usefixtures("quick_argon2")


def test_round_trip_with_fresh_salt_and_nonce() -> None:
    first, second = lock(SEED, "correct horse"), lock(SEED, "correct horse")
    assert unlock(first, "correct horse", "alice") == unlock(second, "correct horse", "alice") == SEED
    assert first.salt != second.salt
    assert first.nonce != second.nonce
    assert SEED not in first.box


def test_known_answer() -> None:
    assert unlock(KNOWN, "correct horse", "alice") == SEED


def test_the_examples_of_the_specification() -> None:
    blocks = re.findall(r"(?m)(?:^    .+\n)+", SPECIFICATION.read_text().split("## 6. Examples")[1])
    plain, locked, public = (decode(textwrap.dedent(block).encode()) for block in blocks)
    assert isinstance(locked.secret, Locked)
    assert unlock(locked.secret, "correct horse", "alice") == plain.secret
    assert plain.without_secret().encode() == locked.without_secret().encode() == public.encode()


def test_the_limits_of_the_specification() -> None:
    text = SPECIFICATION.read_text()
    assert f"passes over the memory, 1 to {MAX_OPERATIONS}, decimal" in text
    assert f"bytes, 8,192 to {MAX_MEMORY:,}, decimal" in text
    assert f"at most {MAX_BYTES:,} bytes" in text
    assert f"1 to {encryption.MAX_PASSPHRASE:,} bytes of UTF-8" in text


def test_composed_and_decomposed_letters_are_the_same_passphrase() -> None:
    assert unlock(lock(SEED, "caf\u00e9"), "cafe\u0301", "alice") == SEED


def test_a_wrong_passphrase_is_refused_without_quoting_it() -> None:
    with pytest.raises(Refused, match="does not open the key alice") as caught:
        unlock(KNOWN, "wrong horse", "alice")
    assert "horse" not in str(caught.value)


@pytest.mark.parametrize("part", ["salt", "nonce", "box"])
def test_any_changed_part_is_refused(part: str) -> None:
    changed = lock(SEED, "correct horse")
    value = getattr(changed, part)
    setattr(changed, part, bytes([value[0] ^ 1]) + value[1:])
    with pytest.raises(Refused, match="does not open"):
        unlock(changed, "correct horse", "alice")


@pytest.mark.parametrize("passphrase", ["", "x" * 1025, "\ud800"])
def test_what_no_passphrase_is(passphrase: str) -> None:
    with pytest.raises(InvalidInput, match="passphrase"):
        lock(SEED, passphrase)


def test_too_little_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*arguments: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(encryption.argon2id, "kdf", no_memory)
    with pytest.raises(StorageFailed, match="not enough memory"):
        unlock(KNOWN, "correct horse", "alice")


def test_the_parameters_for_new_keys_are_libsodiums_moderate_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert encryption.argon2id.OPSLIMIT_MODERATE == encryption.OPERATIONS
    assert encryption.argon2id.MEMLIMIT_MODERATE == encryption.MEMORY
    text = SPECIFICATION.read_text()
    assert f"uses {encryption.OPERATIONS} operations and {encryption.MEMORY:,} bytes" in text
