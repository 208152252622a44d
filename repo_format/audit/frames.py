"""Records of an audit log as frames (docs/format/audit.md, section 2).

A record is one canonical JSON object in one ``AUDIT`` frame, or in as many as it needs::

    body = left u16 | piece | size u32

``left`` is the number of frames of the record that follow, ``size`` the bytes from the beginning of its first frame to
the end of this one, so that the last record is found from the end of the file.
"""

from __future__ import annotations

import struct

from repo_format import frame, limits
from repo_format.errors import InvalidInput, MalformedObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from repo_format.frame import Frame

_LEFT = struct.Struct(">H")
SIZE = struct.Struct(">I")
_AROUND = _LEFT.size + SIZE.size
PIECE_BYTES = limits.MAX_FRAME_BODY - _AROUND
MAX_RECORD = 1 << 30
"""Bytes of one record's JSON: ten million contributing claims."""


class AuditRecord:
    """One record as it was read: its ``id``, its JSON ``payload``, and where it stands in the file.

    The id is the chain hash of its last frame (32 bytes); it vouches for this record and for all before it.
    """

    __slots__ = ("end", "id", "offset", "payload")

    def __init__(self, parts: Sequence[Frame]) -> None:
        self.id = parts[-1].chain
        self.payload = b"".join(part.body[_LEFT.size : -SIZE.size] for part in parts)
        self.offset = parts[0].offset
        self.end = parts[-1].end


def start(repository_id: bytes) -> bytes:
    """The chain hash before the first record of a repository's audit log: its id of 16 bytes and 16 zeros."""
    return repository_id + bytes(frame.CHAIN_BYTES - len(repository_id))


def encode(payload: bytes, chain: bytes) -> tuple[bytes, bytes]:
    """The frames of a record behind ``chain``, and the record's id. Raises InvalidInput where it is too large."""
    if not 0 < len(payload) <= MAX_RECORD:
        raise InvalidInput("record", f"has {len(payload)} bytes; an audit record has 1 to {MAX_RECORD}")
    pieces = [payload[at : at + PIECE_BYTES] for at in range(0, len(payload), PIECE_BYTES)]
    written: list[bytes] = []
    size = 0
    for number, piece in enumerate(pieces, 1):
        size += frame.OVERHEAD + len(piece) + _AROUND
        body = b"".join((_LEFT.pack(len(pieces) - number), piece, SIZE.pack(size)))
        data, chain = frame.encode(frame.AUDIT, body, chain)
        written.append(data)
    return b"".join(written), chain


def left(found: Frame) -> int:
    """How many frames of the record follow this one. Raises MalformedObject for a frame that is no part of a record."""
    if found.kind not in frame.IN_AUDIT_LOGS or len(found.body) <= _AROUND:
        raise MalformedObject("frame", f"at byte {found.offset} is no part of an audit record")
    count: int = _LEFT.unpack_from(found.body)[0]
    return count


def check(parts: Sequence[Frame]) -> None:
    """Raise MalformedObject unless these frames are one whole record, cut into pieces in the one way there is."""
    size = 0
    for number, part in enumerate(parts, 1):
        size += frame.OVERHEAD + len(part.body)
        is_full = len(part.body) == limits.MAX_FRAME_BODY or number == len(parts)
        if left(part) != len(parts) - number or SIZE.unpack(part.body[-SIZE.size :])[0] != size or not is_full:
            raise MalformedObject("frame", f"at byte {part.offset} does not count right the record it is a part of")
