"""Heads: a chain of three, and broken siblings of the last."""

from __future__ import annotations

from collections.abc import Iterator

from families.trie import members
from families.vector import Json, rendered, seed_of
from repo_format import merkle, signature
from repo_format.head import NO_HEAD, Head

REPOSITORY = b"repository no. 1"

NOON = 1_767_268_800_000_000


def files() -> Iterator[tuple[str, bytes]]:
    """Path below ``tests/vectors/heads/`` and content of every file."""
    previous = NO_HEAD
    for name, count in (("first", 1), ("second", 257), ("third", 257)):
        root = merkle.root(members(count))
        signed = sign(Head(REPOSITORY, count, root, previous, NOON + count, signature.public_key(seed_of("alice"))))
        yield f"{name}.json", rendered(_valid(name, signed))
        previous = signed.id
    for name, (description, data, error) in _broken(signed.encode()).items():
        yield f"{name}.json", rendered({"description": description, "head": data.hex(), "error": error})


def sign(head: Head, name: str = "alice") -> Head:
    """The head with the signature of somebody of the vectors."""
    head.signature = signature.sign_head(seed_of(name), head.id)
    return head


def _valid(name: str, head: Head) -> Json:
    return {
        "description": f"The {name} head: the root of the first {head.count} ids of trie/roots.json.",
        "seed": seed_of("alice").hex(),
        "repository": head.repository.hex(),
        "count": head.count,
        "root": head.root.hex(),
        "previous": head.previous.hex(),
        "time": head.time,
        "signer": head.signer.hex(),
        "id": head.id.hex(),
        "signature": head.signature.hex(),
        "head": head.encode().hex(),
    }


def _broken(data: bytes) -> dict[str, tuple[str, bytes, str]]:
    seed = seed_of("alice")
    object_signature = signature.sign_object(seed, bytes(32))
    bob = signature.public_key(seed_of("bob"))
    return {
        "empty": ("No bytes.", b"", "MalformedObject"),
        "without-signature": ("The signature is missing.", data[:129], "MalformedObject"),
        "cut-short": ("The last byte is missing.", data[:-1], "MalformedObject"),
        "trailing-byte": ("A byte behind the signature.", data + b"\0", "MalformedObject"),
        "version-0": ("There is no version 0.", b"\0" + data[1:], "MalformedObject"),
        "version-2": ("A version from the future.", b"\2" + data[1:], "FromTheFuture"),
        "count-too-large": ("2^32 objects.", data[:17] + (2**32).to_bytes(8, "big") + data[25:], "MalformedObject"),
        "time-out-of-range": ("2^53 + 1.", data[:89] + (2**53 + 1).to_bytes(8, "big") + data[97:], "MalformedObject"),
        "count-changed": ("256 instead of 257.", data[:24] + b"\0" + data[25:], "BadSignature"),
        "root-bit-flipped": ("One bit of the root.", data[:25] + bytes([data[25] ^ 1]) + data[26:], "BadSignature"),
        "signature-bit-flipped": ("One bit of S.", data[:161] + bytes([data[161] ^ 1]) + data[162:], "BadSignature"),
        "signature-of-an-object": ("In the domain of objects.", data[:129] + object_signature, "BadSignature"),
        "of-another-signer": ("Bob's key.", data[:97] + bob + data[129:], "BadSignature"),
    }
