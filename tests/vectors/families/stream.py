"""What the vectors of segments and packs share: some objects, and frames in a row. Makes no files itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from families.heads import NOON, REPOSITORY, sign
from families.vector import Json, key_of, seed_of
from repo_format import block, frame, ids, merkle, objects, signature
from repo_format.head import Head
from repo_format.objects.assertion import Assertion
from repo_format.objects.retraction import Retraction
from repo_format.record import Record
from repo_format.seal import Seal

Part = tuple[int, bytes, int]
"""Kind, body and flags of a frame."""


def opinion(author: str, number: int) -> objects.Payload:
    """An assertion of somebody of the vectors."""
    return Assertion(
        author=key_of(author),
        subject=f"country/{number}",
        predicate="population",
        value=1000 * number,
        confidence=0.5,
        tier=2,
        time=NOON + number,
    )


def signed(author: str, payload: objects.Payload) -> Record:
    """A record with a signature of its own."""
    data = objects.write(payload)
    object_id = ids.object_id(data)
    return Record(object_id, data, signature.sign_object(seed_of(author), object_id))


def erased(author: str, record: Record) -> Record:
    """The record without its payload."""
    return Record(record.id, None, record.signature, author=bytes.fromhex(key_of(author)))


def sealed(author: str, payloads: Iterable[objects.Payload]) -> tuple[Seal, list[bytes]]:
    """A seal over these payloads, and their bytes."""
    written = [objects.write(payload) for payload in payloads]
    return Seal.sign(seed_of(author), NOON, tuple(map(ids.object_id, written))), written


def signed_part(*records: Record) -> Part:
    """A ``SIGNED`` frame of these records."""
    return frame.SIGNED, b"".join(map(_entry, records)), 0


def _entry(record: Record) -> bytes:
    if record.payload is None:
        return block.erased_entry(record.id, record.author, record.signature)
    return block.entry(record.payload, record.signature)


def plain_part(seal: Seal, first: int, payloads: Sequence[bytes]) -> Part:
    """A ``BLOCK`` frame that is not compressed."""
    flags, body = block.encode_block(seal.id, first, payloads, compress=False)
    return frame.BLOCK, body, flags


def packed_part(seal: Seal, first: int, payloads: Sequence[bytes], packed: str) -> Part:
    """A ``BLOCK`` frame with the zstd frame ``packed`` (hex), which another zstd may not make but has to expand."""
    prefix = plain_part(seal, first, payloads)[1][: block.BLOCK_PREFIX.size]
    body = prefix + bytes.fromhex(packed)
    if block.decode_block(frame.COMPRESSED, body) != (seal.id, first, list(payloads)):
        raise ValueError("the stored zstd frame does not hold these payloads")
    return frame.BLOCK, body, frame.COMPRESSED


def head_of(object_ids: Sequence[bytes], previous: bytes, time: int) -> Head:
    """A head by alice over these ids."""
    root, signer = merkle.root(object_ids), bytes.fromhex(key_of("alice"))
    return sign(Head(REPOSITORY, len(object_ids), root, previous, time, signer))


def joined(parts: Iterable[Part], chain: bytes = frame.START) -> bytes:
    """The bytes of frames in a row, the chain right whatever they hold."""
    data = b""
    for kind, body, flags in parts:
        one, chain = frame.encode(kind, body, chain, flags)
        data += one
    return data


def outline(data: bytes) -> list[Json]:
    """Offset, kind, flags, length and chain hash of every frame."""
    return [
        {"offset": one.offset, "kind": one.kind, "flags": one.flags, "length": len(one.body), "chain": one.chain.hex()}
        for one in frame.unchain(data, frame.START)
    ]


def told(record: Record) -> Json:
    """An object as a vector lists it."""
    shown: Json = {"id": record.id.hex(), "payload": None if record.payload is None else record.payload.decode()}
    if record.seal is not None:
        return {**shown, "seal": record.seal.id.hex()}
    return {**shown, "signature": record.signature.hex()}


def retraction(author: str, target: bytes) -> objects.Payload:
    """A retraction by somebody of the vectors."""
    return Retraction(author=key_of(author), target=target.hex(), time=NOON)
