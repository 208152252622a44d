"""Bodies of the frames that hold objects (docs/format/segments.md, section 3).

``SIGNED`` holds objects with a signature each, ``BLOCK`` a run of the objects of one seal, usually compressed. In both
an object that was erased has lost its payload and keeps its id and its proof.
"""

from __future__ import annotations

import struct

from repo_format import limits
from repo_format.errors import MalformedObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    import zstandard

SIGNATURE_BYTES = 64
ID_BYTES = 32
KEY_BYTES = 32
BLOCK_PREFIX = struct.Struct(">32sHHI")
"""Seal id, position of the first object in the seal, number of objects, length of what follows when expanded."""

_LENGTH = struct.Struct(">I")
_WORTH_COMPRESSING = 512


def encode_signed(objects: Sequence[tuple[bytes, bytes]]) -> bytes:
    """The body of a ``SIGNED`` frame for pairs of payload and signature, in order."""
    return b"".join([entry(payload, signature) for payload, signature in objects])


def entry(payload: bytes, signature: bytes) -> bytes:
    """One object of a ``SIGNED`` body; the body is its entries joined."""
    return b"".join((_LENGTH.pack(len(payload)), payload, signature))


def erased_entry(object_id: bytes, author: bytes, signature: bytes) -> bytes:
    """One object of a ``SIGNED`` body whose payload is gone; ``author`` is the key that the payload named."""
    return b"".join((_LENGTH.pack(0), object_id, author, signature))


def decode_signed(body: bytes) -> list[tuple[bytes | None, bytes, bytes, bytes]]:
    """``(payload, signature, id, author)`` of each object of a ``SIGNED`` body, in order.

    The payload is None for an erased object; for any other the id and the author are empty, to be had from the payload
    by whoever needs them. Raises MalformedObject when the body does not divide evenly into objects.
    """
    found: list[tuple[bytes | None, bytes, bytes, bytes]] = []
    at, end = 0, len(body)
    while at < end:
        if at + 4 > end:
            raise MalformedObject("signed objects", "are cut off in a length")
        (length,) = _LENGTH.unpack_from(body, at)
        size = length or ID_BYTES + KEY_BYTES
        if length > limits.MAX_PAYLOAD or at + 4 + size + SIGNATURE_BYTES > end:
            raise MalformedObject("signed objects", f"name a payload of {length} bytes that is not there")
        content = body[at + 4 : at + 4 + size]
        at += 4 + size + SIGNATURE_BYTES
        signature = body[at - SIGNATURE_BYTES : at]
        if length:
            found.append((content, signature, b"", b""))
        else:
            found.append((None, signature, content[:ID_BYTES], content[ID_BYTES:]))
    if not found:
        raise MalformedObject("signed objects", "hold nothing")
    return found


def encode_block(
    seal_id: bytes,
    first: int,
    payloads: Sequence[bytes],
    compress: bool = True,
    compressor: zstandard.ZstdCompressor | None = None,
) -> tuple[int, bytes]:
    """``(flags, body)`` of a ``BLOCK`` frame: a run of the seal's objects that begins at position ``first``.

    An empty payload stands for an erased object. Compressed by zstd where that makes it smaller, fast unless the
    caller has a ``compressor``.
    """
    lengths = struct.pack(f">{len(payloads)}I", *map(len, payloads))
    raw = lengths + b"".join(payloads)
    prefix = BLOCK_PREFIX.pack(seal_id, first, len(payloads), len(raw))
    if compress and len(raw) >= _WORTH_COMPRESSING:
        packed = (compressor or _compressor()).compress(raw)
        if len(packed) < len(raw):
            return 1, prefix + packed
    return 0, prefix + raw


def decode_block(flags: int, body: bytes) -> tuple[bytes, int, list[bytes]]:
    """``(seal id, first position, payloads)`` of a ``BLOCK`` body; an empty payload stands for an erased object.

    Never expands to more than it declares, nor that to more than ``limits.MAX_BLOCK_BYTES``. Raises MalformedObject.
    """
    if len(body) < BLOCK_PREFIX.size:
        raise MalformedObject("block", "is cut off in its prefix")
    seal_id, first, count, size = BLOCK_PREFIX.unpack_from(body)
    if not 0 < count <= limits.MAX_SEAL - first or not 4 * count <= size <= limits.MAX_BLOCK_BYTES:
        raise MalformedObject("block", f"names {count} objects from {first} in {size} bytes")
    raw = body[BLOCK_PREFIX.size :]
    if flags:
        raw = expand(raw, size)
    if len(raw) != size:
        raise MalformedObject("block", f"holds {len(raw)} bytes and names {size}")
    return seal_id, first, _split(raw, count)


def _split(raw: bytes, count: int) -> list[bytes]:
    lengths = struct.unpack_from(f">{count}I", raw)
    if 4 * count + sum(lengths) != len(raw):
        raise MalformedObject("block", "does not divide into its payloads")
    payloads: list[bytes] = []
    at = 4 * count
    for length in lengths:
        payloads.append(raw[at : at + length])
        at += length
    return payloads


def expand(packed: bytes, size: int) -> bytes:
    """One zstd frame that declares exactly ``size`` bytes, expanded; MalformedObject for anything else."""
    import zstandard  # 3 ms that no command without compressed data shall pay

    try:
        if zstandard.frame_content_size(packed) != size:
            raise MalformedObject("block", "declares another size to zstd than to us")
        return zstandard.ZstdDecompressor(max_window_size=1 << 20).decompress(packed, size, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise MalformedObject("block", f"does not expand ({error})") from error


_compressors: list[zstandard.ZstdCompressor] = []


def _compressor() -> zstandard.ZstdCompressor:
    """The one compressor of the process, made when first needed."""
    if not _compressors:
        import zstandard  # as above

        _compressors.append(zstandard.ZstdCompressor(level=1, write_content_size=True))
    return _compressors[0]
