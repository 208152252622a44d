"""Where reading a pack stopped, and all that has to be known to go on from there (docs/format/packs.md, section 5).

Plain data of whoever reads. It is as trustworthy as the place where it was kept, so it belongs into the reader's own
quarantine; a sender never gets to write one.
"""

from __future__ import annotations

import struct

from repo_format import frame, limits
from repo_format.errors import MalformedObject
from repo_format.pack.opening import Opening
from repo_format.pack.totals import Totals
from repo_format.seal import Seal

_FIXED = struct.Struct(">BBQ32sQQQHH")


class Place:
    """Behind a whole frame: its ``offset`` in the stream and the ``chain`` hash there. Immutable by convention.

    ``seal`` is the one whose blocks may follow, ``position`` how far they have come in it; ``closed`` is whether the
    frame was the last.
    """

    __slots__ = ("chain", "closed", "offset", "opening", "position", "seal", "totals")

    def __init__(
        self,
        opening: Opening,
        offset: int,
        chain: bytes,
        totals: Totals,
        seal: Seal | None = None,
        position: int = 0,
        closed: bool = False,
    ) -> None:
        self.opening = opening
        self.offset = offset
        self.chain = chain
        self.totals = totals
        self.seal = seal
        self.position = position
        self.closed = closed

    def encode(self) -> bytes:
        """Bytes to be kept until reading goes on: some hundred, and a seal of up to 33 KiB."""
        opening, counts = self.opening.encode(), (self.totals.objects, self.totals.erased, self.totals.payload_bytes)
        flags = int(self.closed)
        fixed = (limits.FORMAT_VERSION, flags, self.offset, self.chain, *counts, self.position, len(opening))
        return _FIXED.pack(*fixed) + opening + (self.seal.encode() if self.seal else b"")

    @classmethod
    def decode(cls, data: bytes) -> Place:
        """The place that ``encode`` wrote. Raises MalformedObject, FromTheFuture."""
        if len(data) < _FIXED.size or data[0] != limits.FORMAT_VERSION or data[1] > 1:
            raise MalformedObject("place", "is not one that this steme has written")
        _, closed, offset, chain, objects, erased, payload_bytes, position, size = _FIXED.unpack_from(data)
        end = _FIXED.size + size
        opening = Opening.decode(data[_FIXED.size : end])
        seal = Seal.decode(data[end:]) if data[end:] else None
        return cls(opening, offset, chain, Totals(objects, erased, payload_bytes), seal, position, bool(closed))

    def after(self, found: frame.Frame, totals: Totals, seal: Seal | None = None, position: int = 0) -> Place:
        """The place behind the frame that follows this one."""
        return Place(self.opening, found.end, found.chain, totals, seal, position, found.kind == frame.PACK_CLOSING)
