from __future__ import annotations

import pytest

from repo_format import objects, signature
from repo_format.errors import InvalidInput, MalformedObject
from repo_format.objects.agent import Agent

OLD, NEW = (signature.secret_key(bytes([n]) * 32) for n in (1, 2))
OLD_KEY, NEW_KEY = signature.public_key(OLD), signature.public_key(NEW)
CONSENT = signature.sign(NEW, b"steme/rotation/v1\0" + OLD_KEY + NEW_KEY).hex()

ACTIONS: dict[str, dict[str, object]] = {
    "profile": {"action": "profile", "name": "Alice", "contact": "alice@example.org", "description": "A person."},
    "rotation": {"action": "rotation", "new_key": NEW_KEY.hex(), "new_key_signature": CONSENT},
    "revocation": {"action": "revocation", "reason": "Lost."},
}


def made(action: str, /, **fields: object) -> Agent:
    return Agent(**{"author": OLD_KEY.hex(), "time": 7, **ACTIONS[action], **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize("action", ACTIONS)
def test_round_trip(action: str) -> None:
    payload = made(action)
    assert objects.read(objects.write(payload)) == payload


def test_bytes() -> None:
    author = OLD_KEY.hex().encode()
    assert objects.write(made("revocation")) == (
        b'{"action":"revocation","author":"' + author + b'","kind":"agent","reason":"Lost.","time":7,"version":1}'
    )


@pytest.mark.parametrize(
    ("action", "field", "value"),
    [
        ("profile", "name", None), ("profile", "name", ""), ("profile", "contact", ""),
        ("profile", "description", "\r"), ("profile", "new_key", NEW_KEY.hex()), ("profile", "action", "party"),
        ("profile", "new_key_signature", CONSENT), ("rotation", "new_key", None), ("rotation", "new_key", "aa"),
        ("rotation", "new_key_signature", None), ("rotation", "new_key", OLD_KEY.hex()),
        ("rotation", "new_key_signature", "00" * 63), ("rotation", "name", "Alice"),
        ("rotation", "new_key_signature", CONSENT[:-2] + "ff"), ("rotation", "contact", "a@b"),
        ("revocation", "name", "Alice"), ("revocation", "description", "a"), ("revocation", "new_key", NEW_KEY.hex()),
    ],
)  # fmt: skip
def test_refused(action: str, field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        objects.write(made(action, **{field: value}))
    assert caught.value.field == field


def test_consent_is_to_one_change_of_keys() -> None:
    """What the new key signed for one old key is of no use to another."""
    with pytest.raises(InvalidInput) as caught:
        objects.write(made("rotation", author=signature.public_key(bytes(32)).hex()))
    assert caught.value.field == "new_key_signature"


def test_reading_checks_the_consent_too() -> None:
    data = objects.write(made("rotation"))
    with pytest.raises(MalformedObject) as caught:
        objects.read(data.replace(CONSENT.encode(), b"00" * 64))
    assert caught.value.field == "new_key_signature"
