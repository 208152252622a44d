"""Objects with signatures, for tests of policies."""

from __future__ import annotations

from typing import Any

from aphoria.claims.signing import signed
from repo_format import objects
from repo_format.ids import object_id
from repo_format.objects.acknowledgement import Acknowledgement
from repo_format.objects.alias import Alias
from repo_format.payload import Payload
from steme.keys import SigningKey
from tests.aphoria.claims_and_observations import claim

ALICE = SigningKey(b"\x01" * 32)
BOB = SigningKey(b"\x02" * 32)


def by(key: SigningKey, payload: Payload) -> tuple[Payload, bytes]:
    """A payload that names the key as its author, signed."""
    return payload, key.sign_object_id(object_id(objects.write(payload)))


def signed_claim(key: SigningKey = ALICE, **fields: Any) -> tuple[Payload, bytes]:
    return signed(claim(**{"comparison": "equals", "value": True, **fields}), key, 1)


def signed_acknowledgement(key: SigningKey = ALICE, **fields: Any) -> tuple[Payload, bytes]:
    author = key.public.hex()
    return by(
        key, Acknowledgement(**{"author": author, "path": "tls/certificate", "reason": "ours", "time": 1, **fields})
    )


def signed_alias(alias: str, subject: str, key: SigningKey = ALICE) -> tuple[Payload, bytes]:
    return by(key, Alias(alias=alias, author=key.public.hex(), subject=subject, time=1))
