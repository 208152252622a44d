"""Records as the frames of one transaction: those signed one by one together, those of a seal in blocks behind it."""

from __future__ import annotations

from repo_format import block, frame, limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from repo_format.record import Record
    from repo_format.seal import Seal
    from repo_format.storage.rewriting import Written


class Framing:
    """Takes records in order and gives frames."""

    def __init__(self) -> None:
        self._entries: list[bytes] = []
        self._payloads: list[bytes] = []
        self._size = 0
        self._seal: Seal | None = None
        self._written_seal = b""
        self._places: dict[bytes, int] = {}
        self._next = -1

    def take(self, record: Record) -> Iterator[Written]:
        """The frames that are full now."""
        if record.seal is None:
            yield from self._take_signed(record)
        else:
            yield from self._take_sealed(record, record.seal)

    def end(self) -> Iterator[Written]:
        """What is still held back."""
        if self._entries:
            yield frame.SIGNED, 0, b"".join(self._entries)
        if self._payloads and self._seal is not None:
            if self._written_seal != self._seal.id:
                yield frame.SEAL, 0, self._seal.encode()
                self._written_seal = self._seal.id
            first = self._next - len(self._payloads)
            flags, body = block.encode_block(self._seal.id, first, self._payloads)
            yield frame.BLOCK, flags, body
        self._entries, self._payloads, self._size = [], [], 0

    def _take_signed(self, record: Record) -> Iterator[Written]:
        if record.payload is None:
            entry = block.erased_entry(record.id, record.author, record.signature)
        else:
            entry = block.entry(record.payload, record.signature)
        if self._payloads or (self._entries and self._size + len(entry) > limits.BLOCK_BYTES):
            yield from self.end()
        self._entries.append(entry)
        self._size += len(entry)

    def _take_sealed(self, record: Record, seal: Seal) -> Iterator[Written]:
        payload = record.payload or b""
        is_same = self._seal is not None and self._seal.id == seal.id
        if not is_same:
            yield from self.end()
            self._seal, self._places = seal, {object_id: place for place, object_id in enumerate(seal.ids)}
        place = self._places[record.id]
        full = bool(self._payloads) and self._size + len(payload) > limits.BLOCK_BYTES
        if self._entries or full or (self._payloads and place != self._next):
            yield from self.end()
        self._payloads.append(payload)
        self._size += len(payload)
        self._next = place + 1


def frames_of(records: Iterable[Record]) -> Iterator[Written]:
    """The frames that hold these records, in their order."""
    framing = Framing()
    for record in records:
        yield from framing.take(record)
    yield from framing.end()
