"""Writing a pack as a stream: records in, bytes out, at most one block of them in memory."""

from __future__ import annotations

from repo_format import block, frame, limits
from repo_format.errors import InvalidInput, StorageFailed
from repo_format.pack.totals import Totals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from repo_format.pack.opening import Opening
    from repo_format.record import Record
    from repo_format.seal import Seal

    class Writable(Protocol):
        """``write`` takes bytes and may return how many of them it took, as files do."""

        def write(self, data: bytes, /) -> int | None:
            """Take the beginning of ``data``."""


class PackWriter:
    """Give it the records in any order and ``close`` it; without that the pack is cut off, as every reader will say.

    Objects of one seal that come in the order of the seal share blocks. ``offset`` is the number of bytes written,
    ``chain`` the chain hash behind them: after ``close`` the checksum of the whole pack. Nothing is flushed or synced
    here.
    """

    def __init__(self, target: Writable, opening: Opening) -> None:
        self._write = target.write
        self._opening = opening
        self._seal: Seal | None = None
        self._places: dict[bytes, int] = {}
        self._next = 0
        self._entries: list[bytes] = []
        self._size = 0
        self.totals = Totals()
        self.offset = 0
        self.chain = frame.START
        self._append(frame.PACK_OPENING, opening.encode())

    def add(self, record: Record) -> None:
        """Append one record. Raises InvalidInput when it cannot be carried, StorageFailed when writing fails."""
        if record.payload is not None and not 0 < len(record.payload) <= limits.MAX_PAYLOAD:
            raise InvalidInput("payload", f"is {len(record.payload)} bytes long")
        if record.seal is None:
            self._add_signed(record)
        else:
            self._add_sealed(record, record.seal)
        self.totals = self.totals.plus((record,))

    def close(self) -> Totals:
        """Append the closing and return what it says.

        :raises InvalidInput: the opening has promised another number of objects.
        """
        self._flush()
        if self._opening.objects not in (None, self.totals.objects):
            raise InvalidInput("pack", f"declares {self._opening.objects} objects and got {self.totals.objects}")
        self._append(frame.PACK_CLOSING, self.totals.encode())
        return self.totals

    def _add_signed(self, record: Record) -> None:
        if len(record.signature) != block.SIGNATURE_BYTES:
            raise InvalidInput("signature", f"of object {record.id.hex()[:12]} is {len(record.signature)} bytes long")
        if record.payload is None and len(record.author) != block.KEY_BYTES:
            raise InvalidInput("author", f"of the erased object {record.id.hex()[:12]} is missing")
        if self._seal is not None:
            self._flush()
            self._seal = None
        if record.payload is None:
            self._put(block.erased_entry(record.id, record.author, record.signature))
        else:
            self._put(block.entry(record.payload, record.signature))

    def _add_sealed(self, record: Record, seal: Seal) -> None:
        known = seal is self._seal or seal == self._seal
        places = self._places if known else {object_id: place for place, object_id in enumerate(seal.ids)}
        place = places.get(record.id)
        if place is None:
            raise InvalidInput("seal", f"does not list object {record.id.hex()[:12]}")
        if not known or place < self._next:
            self._flush()
            self._append(frame.SEAL, seal.encode())
            self._next = 0
        if place > self._next:
            self._flush()
        self._seal, self._places = seal, places
        self._put(record.payload or b"")
        self._next = place + 1

    def _put(self, entry: bytes) -> None:
        if self._entries and self._size + len(entry) > limits.BLOCK_BYTES:
            self._flush()
        self._entries.append(entry)
        self._size += len(entry)

    def _flush(self) -> None:
        if not self._entries:
            return
        if self._seal is None:
            self._append(frame.SIGNED, b"".join(self._entries))
        else:
            flags, body = block.encode_block(self._seal.id, self._next - len(self._entries), self._entries)
            self._append(frame.BLOCK, body, flags)
        self._entries, self._size = [], 0

    def _append(self, kind: int, body: bytes, flags: int = 0) -> None:
        data, self.chain = frame.encode(kind, body, self.chain, flags)
        self.offset += len(data)
        _write_all(self._write, data)


def _write_all(write: Callable[[bytes], int | None], data: bytes) -> None:
    while data:
        try:
            taken = write(data)
        except OSError as error:
            raise StorageFailed(f"cannot write the pack: {error.strerror or error}") from error
        if taken == 0:
            raise StorageFailed("cannot write the pack: nothing more is taken")
        data = data[taken:] if taken is not None else b""
