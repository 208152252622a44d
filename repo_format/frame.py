"""Frames: the unit in which segments, packs and audit logs are written (docs/format/segments.md, section 2).

A frame is a header of 12 bytes, a chain hash of 32 bytes and a body::

    magic "stmF" | version u8 | kind u8 | flags u16 | length u32 | chain 32 | body

All numbers are big-endian. ``chain`` is BLAKE3 (derive-key ``steme 2026-11 chain v1``) over the chain hash of the frame
before it, the header and the body, so that one hash at the end vouches for everything before it.
"""

from __future__ import annotations

import struct

from repo_format import ids, limits
from repo_format.errors import FromTheFuture, MalformedObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b"stmF"
HEADER = struct.Struct(">4sBBHI")
CHAIN_BYTES = 32
OVERHEAD = HEADER.size + CHAIN_BYTES

OPENING = 1
SIGNED = 2
SEAL = 3
BLOCK = 4
REF = 5
COMMIT = 6
CLOSING = 7
PACK_OPENING = 8
PACK_CLOSING = 9
AUDIT = 10
FOREIGN_HEAD = 11
KIND_NAMES = {
    OPENING: "opening",
    SIGNED: "signed objects",
    SEAL: "seal",
    BLOCK: "sealed objects",
    REF: "ref",
    COMMIT: "commit",
    CLOSING: "closing",
    PACK_OPENING: "opening of a pack",
    PACK_CLOSING: "closing of a pack",
    AUDIT: "audit record",
    FOREIGN_HEAD: "head of another repository",
}
IN_SEGMENTS = frozenset((OPENING, SIGNED, SEAL, BLOCK, FOREIGN_HEAD, REF, COMMIT, CLOSING))
IN_PACKS = frozenset((PACK_OPENING, SIGNED, SEAL, BLOCK, PACK_CLOSING))
IN_AUDIT_LOGS = frozenset((AUDIT,))

COMPRESSED = 1
"""Flag of a ``BLOCK``: what follows its prefix is one zstd frame."""

START = bytes(CHAIN_BYTES)
"""The chain hash before the first frame of a log or a pack."""

_chain = ids.derive(ids.CHAIN_CONTEXT)


def link(chain: bytes, header: bytes, body: bytes) -> bytes:
    """The chain hash of a frame whose predecessor has the chain hash ``chain``; 32 bytes."""
    return _chain(b"".join((chain, header, body)))


def encode(kind: int, body: bytes, chain: bytes, flags: int = 0) -> tuple[bytes, bytes]:
    """The bytes of a frame that follows ``chain``, and its own chain hash."""
    header = HEADER.pack(MAGIC, limits.FORMAT_VERSION, kind, flags, len(body))
    after = link(chain, header, body)
    return b"".join((header, after, body)), after


class Frame:
    """One frame as it was read: where it stands, what it holds, and the chain hash after it."""

    __slots__ = ("body", "chain", "flags", "kind", "offset")

    def __init__(self, offset: int, kind: int, flags: int, chain: bytes, body: bytes) -> None:
        self.offset = offset
        self.kind = kind
        self.flags = flags
        self.chain = chain
        self.body = body

    @property
    def end(self) -> int:
        """The offset of the byte after this frame."""
        return self.offset + OVERHEAD + len(self.body)


def parse_header(header: bytes) -> tuple[int, int, int]:
    """``(kind, flags, length of the body)`` of a header of 12 bytes.

    Raises MalformedObject when it is none or names an impossible length (checked before anybody allocates it), and
    FromTheFuture for a version or a kind of frame that is not known here.
    """
    if len(header) < HEADER.size:
        raise MalformedObject("frame", "cut off in its header")
    magic, version, kind, flags, length = HEADER.unpack_from(header)
    if magic != MAGIC:
        raise MalformedObject("frame", "does not begin with stmF")
    if length > limits.MAX_FRAME_BODY:
        raise MalformedObject("frame", f"names a body of {length} bytes, more than {limits.MAX_FRAME_BODY}")
    if version > limits.FORMAT_VERSION:
        raise FromTheFuture(f"a frame of version {version} needs a newer steme")
    if version == 0 or kind not in KIND_NAMES:
        raise MalformedObject("frame", f"has version {version} and kind {kind}")
    if flags & ~COMPRESSED or (flags and kind != BLOCK):
        raise MalformedObject("frame", f"has unknown flags {flags:#06x}")
    return kind, flags, length


def parse(data: bytes, at: int = 0, offset: int = 0) -> Frame:
    """The frame that begins at ``data[at]``, without a look at its chain hash; ``offset`` is what it shall be called.

    Raises MalformedObject when the data ends before the frame does.
    """
    kind, flags, length = parse_header(data[at : at + HEADER.size])
    start = at + OVERHEAD
    body = data[start : start + length]
    if len(data) < start + length:
        raise MalformedObject("frame", "is cut off")
    return Frame(offset, kind, flags, data[at + HEADER.size : start], body)


def header_of(frame: Frame) -> bytes:
    """The 12 header bytes of a frame, as they were hashed."""
    return HEADER.pack(MAGIC, limits.FORMAT_VERSION, frame.kind, frame.flags, len(frame.body))


def follows(frame: Frame, chain: bytes) -> bool:
    """Whether the frame's chain hash is right for a predecessor with the chain hash ``chain``."""
    return link(chain, header_of(frame), frame.body) == frame.chain


def unchain(data: bytes, chain: bytes, offset: int = 0) -> Iterator[Frame]:
    """The frames of ``data`` one after another, each checked against the chain; stops with an error at the first bad
    one.

    ``offset`` is the place of ``data[0]`` in its file. Raises MalformedObject or FromTheFuture.
    """
    at = 0
    while at < len(data):
        frame = parse(data, at, offset + at)
        if not follows(frame, chain):
            raise MalformedObject("frame", f"at byte {offset + at} does not continue the chain")
        yield frame
        chain = frame.chain
        at += OVERHEAD + len(frame.body)
