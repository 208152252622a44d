"""Seals: valid ones with id and bytes, and broken siblings."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from families.vector import Json, rendered, seed_of
from repo_format.seal import Seal
from repo_format.signature import public_key

_NOON = 1_767_268_800_000_000
_COUNT_AT = 1 + 32 + 8
_ANOTHER = public_key(seed_of("bob"))


def files() -> Iterator[tuple[str, bytes]]:
    """Path below ``tests/vectors/seals/`` and content of every file."""
    for count in (1, 2, 1024):
        ids = tuple(sha256(b"steme test vectors: %d" % n).digest() for n in range(count))
        seal = Seal.sign(seed_of("alice"), _NOON, ids)
        yield f"of-{count}.json", rendered(_valid(seal, count))
    two = Seal.sign(seed_of("alice"), _NOON, tuple(sha256(b"steme test vectors: %d" % n).digest() for n in range(2)))
    for name, (description, data, error, field) in _broken(two.encode()).items():
        vector: Json = {"description": description, "seal": data.hex(), "error": error}
        yield f"{name}.json", rendered({**vector, "field": field} if field else vector)


def _valid(seal: Seal, count: int) -> Json:
    vector: Json = {
        "description": "The ids are the SHA-256 of 'steme test vectors: n' for n from 0 to below count.",
        "seed": seed_of("alice").hex(),
        "author": seal.author.hex(),
        "time": seal.time,
        "count": count,
        "id": seal.id.hex(),
        "signature": seal.signature.hex(),
    }
    return {**vector, "seal": seal.encode().hex()} if count <= 2 else vector


def _broken(data: bytes) -> dict[str, tuple[str, bytes, str, str | None]]:
    first, rest = data[_COUNT_AT + 2 : _COUNT_AT + 34], data[_COUNT_AT + 34 :]
    start, end = data[:_COUNT_AT], data[-64:]
    return {
        "empty": ("No bytes.", b"", "MalformedObject", "seal"),
        "no-ids": ("A count of 0.", start + bytes(2) + end, "MalformedObject", "ids"),
        "1025-ids": (
            "One id too many.",
            start + (1025).to_bytes(2, "big") + b"".join(n.to_bytes(32, "big") for n in range(1025)) + end,
            "MalformedObject",
            "ids",
        ),
        "count-too-small": ("A count of 1 for 2 ids.", start + b"\0\1" + first + rest, "MalformedObject", "count"),
        "cut-short": ("The last byte is missing.", data[:-1], "MalformedObject", "count"),
        "trailing-byte": ("A byte after the signature.", data + b"\0", "MalformedObject", "count"),
        "id-twice": ("One id two times.", start + b"\0\2" + first + first + end, "MalformedObject", "ids"),
        "time-out-of-range": ("2^62.", data[:33] + (2**62).to_bytes(8, "big") + data[41:], "MalformedObject", "time"),
        "version-0": ("There is no version 0.", b"\0" + data[1:], "MalformedObject", "version"),
        "version-2": ("A version from the future.", b"\2" + data[1:], "FromTheFuture", None),
        "signature-bit-flipped": ("One bit of S.", _flipped(data, len(data) - 32), "BadSignature", None),
        "id-bit-flipped": ("One bit of an id.", _flipped(data, 50), "BadSignature", None),
        "of-another-author": ("Another key.", data[:1] + _ANOTHER + data[33:], "BadSignature", None),
    }  # fmt: skip


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
