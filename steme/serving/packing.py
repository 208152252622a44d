"""Packs made as streams of bytes, from whole frames that lie somewhere already or from single records.

Frames are copied: nothing is expanded but the lengths that the closing has to count, and nothing is compressed again.
"""

from __future__ import annotations

from struct import Struct, unpack_from

from repo_format import block, frame, limits
from repo_format.errors import Damaged, InvalidInput, MalformedObject
from repo_format.pack.totals import Totals
from repo_format.pack.writer import PackWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from repo_format.frame import Frame
    from repo_format.pack.opening import Opening
    from repo_format.record import Record

PIECE = 64 * 1024
"""About so many bytes are handed out at a time."""

_LENGTH = Struct(">I")
_ERASED_ENTRY = block.ID_BYTES + block.KEY_BYTES


class _Buffer:
    """Takes what is written until there is enough of it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        """Keep ``data``."""
        self._pieces.append(data)
        self.size += len(data)
        return len(data)

    def take(self) -> bytes:
        """All that was kept, which is then forgotten."""
        data = b"".join(self._pieces)
        self._pieces, self.size = [], 0
        return data


def pack_records(opening: Opening, records: Iterable[Record]) -> Iterator[bytes]:
    """The bytes of a pack of these records."""
    buffer = _Buffer()
    writer = PackWriter(buffer, opening)
    for record in records:
        writer.add(record)
        if buffer.size >= PIECE:
            yield buffer.take()
    writer.close()
    yield buffer.take()


def pack_frames(opening: Opening, frames: Iterable[Frame]) -> Iterator[bytes]:
    """The bytes of a pack of the objects in these frames of a log or of another pack, whose other frames are left out.

    Raises Damaged when their objects are not as many as the opening says.
    """
    buffer = _Buffer()
    copier = _Copier(buffer, opening)
    for found in frames:
        copier.add(found)
        if buffer.size >= PIECE:
            yield buffer.take()
    copier.close()
    yield buffer.take()


class _Copier:
    """Chains frames anew. A seal is written when its first block comes, and again where a block goes back in it."""

    def __init__(self, buffer: _Buffer, opening: Opening) -> None:
        self._buffer = buffer
        self._opening = opening
        self._chain = frame.START
        self._totals = Totals()
        self._seal = b""
        self._next = -1
        self._put(frame.PACK_OPENING, opening.encode())

    def add(self, found: Frame) -> None:
        """Copy a frame that holds objects; remember a seal; pass over any other. Raises Damaged."""
        if found.kind == frame.SEAL:
            self._seal, self._next = found.body, -1
        elif found.kind in (frame.SIGNED, frame.BLOCK):
            try:
                self._copy(found)
            except MalformedObject as error:
                raise Damaged(f"a frame at byte {found.offset} of the log cannot be sent: {error}") from error

    def _copy(self, found: Frame) -> None:
        if found.kind == frame.SIGNED:
            counted, self._next = _count_signed(found.body), -1
        else:
            counted = _count_block(found.flags, found.body)
            first = int.from_bytes(found.body[32:34], "big")
            if first < self._next or self._next < 0:
                self._put(frame.SEAL, self._seal)
            self._next = first + counted[0]
        totals = self._totals
        self._totals = Totals(
            totals.objects + counted[0], totals.erased + counted[1], totals.payload_bytes + counted[2]
        )
        self._put(found.kind, found.body, found.flags)

    def close(self) -> None:
        """Write the closing."""
        if self._opening.objects not in (None, self._totals.objects):
            raise Damaged(f"the log holds {self._totals.objects} objects where its heads make {self._opening.objects}")
        self._put(frame.PACK_CLOSING, self._totals.encode())

    def _put(self, kind: int, body: bytes, flags: int = 0) -> None:
        data, self._chain = frame.encode(kind, body, self._chain, flags)
        self._buffer.write(data)


def _count_signed(body: bytes) -> tuple[int, int, int]:
    """Objects, erased ones, and bytes of payload in a ``SIGNED`` body. Raises MalformedObject."""
    objects = erased = payload_bytes = at = 0
    while at + _LENGTH.size <= len(body):
        length = _LENGTH.unpack_from(body, at)[0]
        objects, erased, payload_bytes = objects + 1, erased + (not length), payload_bytes + length
        at += _LENGTH.size + (length or _ERASED_ENTRY) + block.SIGNATURE_BYTES
    if at != len(body):
        raise MalformedObject("signed objects", "do not divide")
    return objects, erased, payload_bytes


def _count_block(flags: int, body: bytes) -> tuple[int, int, int]:
    """The same of a ``BLOCK`` body; only its lengths are looked at. Raises MalformedObject."""
    if len(body) < block.BLOCK_PREFIX.size:
        raise MalformedObject("block", "is cut off in its prefix")
    _, _, count, size = block.BLOCK_PREFIX.unpack_from(body)
    content = body[block.BLOCK_PREFIX.size :]
    if not 4 * count <= size <= limits.MAX_BLOCK_BYTES:
        raise MalformedObject("block", f"names {count} objects in {size} bytes")
    lengths = block.expand(content, size) if flags else content
    if len(lengths) < 4 * count:
        raise MalformedObject("block", "is cut off in its lengths")
    return count, unpack_from(f">{count}I", lengths).count(0), size - 4 * count


def leave_out(pieces: Iterable[bytes], offset: int) -> Iterator[bytes]:
    """The stream from its byte ``offset`` on. Raises InvalidInput when it ends sooner."""
    left = offset
    for piece in pieces:
        if left >= len(piece):
            left -= len(piece)
        else:
            yield piece[left:]
            left = 0
    if left:
        raise InvalidInput("offset", f"{offset} is {left} bytes behind the end of what there is to send")
