"""The JSON form that all vector files share; described in ``tests/vectors/README.md``."""

from __future__ import annotations

import json
from hashlib import sha256

from repo_format import ids, signature

Json = dict[str, object]

_NAMES = ("alice", "bob", "carol")


def seed_of(name: str) -> bytes:
    """The Ed25519 seed of a person in the vectors: SHA-256 of a text, so that it can be made anywhere."""
    return sha256(f"steme test vectors: {name}".encode()).digest()


def key_of(name: str) -> str:
    """The public key of a person in the vectors, in hex."""
    return signature.public_key(seed_of(name)).hex()


def proven(description: str, payload: bytes, author: str) -> Json:
    """A valid object: payload, id, and the signature by whoever of the vectors' people has the key ``author``."""
    seed = next(seed_of(name) for name in _NAMES if key_of(name) == author)
    object_id = ids.object_id(payload)
    return {
        "description": description,
        "payload": payload.decode(),
        "id": object_id.hex(),
        "seed": seed.hex(),
        "author": author,
        "signature": signature.sign_object(seed, object_id).hex(),
    }


def refused(description: str, payload: bytes, error: str, field: str | None) -> Json:
    """A payload that may not be read, the class of the error and the field it names, if it names one."""
    vector: Json = {"description": description}
    try:
        vector["payload"] = payload.decode()
    except UnicodeDecodeError:
        vector["payload_hex"] = payload.hex()
    vector["error"] = error
    if field is not None:
        vector["field"] = field
    return vector


def rendered(vector: object) -> bytes:
    """The bytes of a vector file: ASCII, indented by two, one newline at the end."""
    return (json.dumps(vector, indent=2) + "\n").encode()
