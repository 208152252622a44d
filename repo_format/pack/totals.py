"""What a pack says after its last object: the body of ``PACK_CLOSING`` (docs/format/packs.md, section 4)."""

from __future__ import annotations

import struct

from repo_format import limits
from repo_format.errors import FromTheFuture, MalformedObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.record import Record

_LAYOUT = struct.Struct(">BQQQ")


class Totals:
    """Objects, how many of them are erased, and bytes of payload. Immutable by convention."""

    __slots__ = ("erased", "objects", "payload_bytes")

    def __init__(self, objects: int = 0, erased: int = 0, payload_bytes: int = 0) -> None:
        self.objects = objects
        self.erased = erased
        self.payload_bytes = payload_bytes

    def plus(self, records: Iterable[Record]) -> Totals:
        """The totals with these records too."""
        lengths = [len(record.payload or b"") for record in records]
        return Totals(self.objects + len(lengths), self.erased + lengths.count(0), self.payload_bytes + sum(lengths))

    def encode(self) -> bytes:
        """The body of the ``PACK_CLOSING`` frame."""
        return _LAYOUT.pack(limits.FORMAT_VERSION, self.objects, self.erased, self.payload_bytes)

    @classmethod
    def decode(cls, body: bytes) -> Totals:
        """The totals in a ``PACK_CLOSING`` body. Raises MalformedObject, FromTheFuture."""
        if body and body[0] > limits.FORMAT_VERSION:
            raise FromTheFuture(f"a pack's closing of version {body[0]} needs a newer steme")
        if len(body) != _LAYOUT.size or body[0] != limits.FORMAT_VERSION:
            raise MalformedObject("pack", "has a closing that is none")
        return cls(*_LAYOUT.unpack(body)[1:])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Totals) and self.encode() == other.encode()

    def __hash__(self) -> int:
        return hash(self.encode())

    def __repr__(self) -> str:
        return f"Totals({self.objects} objects, {self.erased} erased, {self.payload_bytes} bytes of payload)"
