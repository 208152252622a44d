"""Heads: what one commit says about everything in the repository (docs/format/heads.md).

A head is a fixed 129 bytes - version, repository id, number of objects, Merkle root, id of the head before it, time,
key of the signer - and a signature over its id. Whoever holds a head can check that an object belongs to it
(``proof.py``).
"""

from __future__ import annotations

import struct

from repo_format import ids, limits, signature
from repo_format.errors import FromTheFuture, MalformedObject

_LAYOUT = struct.Struct(">B16sQ32s32sq32s")
SIGNED_BYTES = _LAYOUT.size
ENCODED_BYTES = SIGNED_BYTES + 64
NO_HEAD = bytes(32)
"""The id that stands for "no head before this one"."""


class Head:
    """A signed Merkle root. Immutable by convention; equal when the encoded bytes are equal.

    ``repository`` is 16 bytes, ``count`` the number of objects, ``root`` 32 bytes, ``previous`` the id of the head
    before (``NO_HEAD`` for the first), ``time`` microseconds UTC by the clock of the repository, ``signer`` an Ed25519
    public key, ``signature`` 64 bytes.
    """

    __slots__ = ("count", "id", "previous", "repository", "root", "signature", "signer", "time")

    def __init__(
        self,
        repository: bytes,
        count: int,
        root: bytes,
        previous: bytes,
        time: int,
        signer: bytes,
        signature: bytes = b"",
    ) -> None:
        self.repository = repository
        self.count = count
        self.root = root
        self.previous = previous
        self.time = time
        self.signer = signer
        self.signature = signature
        self.id = ids.head_id(self.unsigned())

    def unsigned(self) -> bytes:
        """The 129 bytes that the id is the hash of."""
        fields = (self.repository, self.count, self.root, self.previous, self.time, self.signer)
        return _LAYOUT.pack(limits.FORMAT_VERSION, *fields)

    def encode(self) -> bytes:
        """The 193 bytes of the head with its signature."""
        return self.unsigned() + self.signature

    def check(self) -> None:
        """Raise BadSignature unless the signer signed this head."""
        signature.check_head(self.signer, self.id, self.signature)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Head) and other.encode() == self.encode()

    def __hash__(self) -> int:
        return hash(self.id)


def decode(data: bytes) -> Head:
    """The head that ``encode`` wrote; its signature is not looked at. Raises MalformedObject, FromTheFuture."""
    if len(data) != ENCODED_BYTES:
        raise MalformedObject("head", f"has {len(data)} bytes, not {ENCODED_BYTES}")
    version, repository, count, root, previous, time, signer = _LAYOUT.unpack_from(data)
    if version != limits.FORMAT_VERSION:
        if version > limits.FORMAT_VERSION:
            raise FromTheFuture(f"a head of version {version} needs a newer steme")
        raise MalformedObject("head", f"has version {version}")
    if count > limits.MAX_OBJECTS or not limits.MIN_TIME <= time <= limits.MAX_TIME:
        raise MalformedObject("head", "names an impossible count or time")
    return Head(repository, count, root, previous, time, signer, data[SIGNED_BYTES:])
