"""Reading a pack as a stream: each frame is checked before it is used, and no more is held than one and its seal."""

from __future__ import annotations

from repo_format import frame, limits
from repo_format.errors import FromTheFuture, InvalidInput, MalformedObject
from repo_format.pack.opening import Opening
from repo_format.pack.place import Place
from repo_format.pack.source import Source
from repo_format.pack.totals import Totals
from repo_format.record import sealed_records, signed_records
from repo_format.seal import Seal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.objects import Payload
    from repo_format.pack.source import Bytes
    from repo_format.record import Record


class PackReader:
    """The records of a pack, in its order, with their seals attached and their proofs unchecked.

    ``place`` is the end of the last frame whose records have been handed out and come back for more from; keep it to
    go on later. After an error it says how far the pack was good. ``cut_off`` is whether the error was that the stream
    ended too soon, which more bytes would mend.
    """

    def __init__(self, origin: Bytes, place: Place | None = None) -> None:
        """Begin at the start, or behind ``place``, where ``origin`` then has to begin.

        :raises MalformedObject: there is no opening. :raises FromTheFuture: there is one of a newer version.
        """
        self.cut_off = False
        self._source = Source(origin, place.offset if place else 0)
        self.place = place or self._open()

    @property
    def opening(self) -> Opening:
        """What the pack says of itself."""
        return self.place.opening

    def __iter__(self) -> Iterator[Record]:
        """Every record, one by one. Raises as ``batches``."""
        for records in self.batches():
            yield from records

    def batches(self) -> Iterator[list[Record]]:
        """The records of one frame after another.

        :raises MalformedObject: the first byte that is not as it must be, named by its frame's offset; what follows the
            closing and what is missing before it count too.
        :raises FromTheFuture: a frame of a newer version.
        :raises StorageFailed: the source cannot be read.
        """
        while not self.place.closed:
            records, after = self._next()
            if records:
                yield records
            self.place = after
        end = self._source.offset
        if self._source.take(1):
            raise MalformedObject("pack", f"goes on behind its closing at byte {end}")

    def _open(self) -> Place:
        found = self._frame(0, frame.START)
        if found.kind != frame.PACK_OPENING:
            raise MalformedObject("pack", "does not begin with the opening of a pack")
        return Place(Opening.decode(found.body), found.end, found.chain, Totals())

    def _next(self) -> tuple[list[Record], Place]:
        found = self._frame(self.place.offset, self.place.chain)
        try:
            return _read(found, self.place)
        except InvalidInput as error:
            raise MalformedObject("pack", f"at byte {found.offset}: {error}") from error
        except FromTheFuture as error:
            raise FromTheFuture(f"at byte {found.offset} of the pack: {error}") from error

    def _frame(self, offset: int, chain: bytes) -> frame.Frame:
        head = self._take(frame.OVERHEAD, offset)
        try:
            length = frame.parse_header(head)[2]
        except MalformedObject as error:
            raise MalformedObject("pack", f"at byte {offset}: {error}") from error
        except FromTheFuture as error:
            raise FromTheFuture(f"at byte {offset} of the pack: {error}") from error
        found = frame.parse(head + self._take(length, offset), 0, offset)
        if found.kind not in frame.IN_PACKS or not frame.follows(found, chain):
            raise MalformedObject("pack", f"at byte {offset}: the frame is not the one that belongs there")
        return found

    def _take(self, size: int, begin: int) -> bytes:
        data = self._source.take(size)
        if len(data) < size:
            self.cut_off = True
            raise MalformedObject("pack", f"ends at byte {self._source.offset} and is whole only up to byte {begin}")
        return data


def _read(found: frame.Frame, before: Place) -> tuple[list[Record], Place]:
    """The records of a frame and the place behind it. Raises MalformedObject, FromTheFuture."""
    if before.seal is not None and not before.position and found.kind != frame.BLOCK:
        raise MalformedObject("seal", "is followed by no object")
    match found.kind:
        case frame.SIGNED:
            records = signed_records(found)
            return records, before.after(found, _add(records, before))
        case frame.SEAL:
            return [], before.after(found, before.totals, Seal.decode(found.body))
        case frame.BLOCK:
            return _read_block(found, before)
        case frame.PACK_CLOSING:
            _close(Totals.decode(found.body), before)
            return [], before.after(found, before.totals)
    raise MalformedObject("pack", "begins a second time")


def _read_block(found: frame.Frame, before: Place) -> tuple[list[Record], Place]:
    if before.seal is None:
        raise MalformedObject("block", "comes without its seal")
    records = sealed_records(found, before.seal)
    first = int.from_bytes(found.body[32:34], "big")
    if first < before.position:
        raise MalformedObject("block", f"goes back to position {first} of its seal")
    return records, before.after(found, _add(records, before), before.seal, first + len(records))


def _add(records: list[Record], before: Place) -> Totals:
    totals, declared = before.totals.plus(records), before.opening.objects
    if totals.objects > (limits.MAX_OBJECTS if declared is None else declared):
        raise MalformedObject("pack", "holds more objects than it declares")
    return totals


def _close(totals: Totals, before: Place) -> None:
    declared = before.opening.objects
    if totals != before.totals or declared not in (None, totals.objects):
        raise MalformedObject("pack", f"closes with {totals} and holds {before.totals}")


def verified(reader: PackReader) -> Iterator[tuple[Record, Payload | None]]:
    """The records of a pack with their payloads (None for an erased one), each checked before it is handed out.

    Raises BadSignature, Damaged, MalformedObject or FromTheFuture, and the errors of ``PackReader.batches``.
    """
    from repo_format.verification import Verifier  # with it comes msgspec

    for signed in reader.opening.heads:
        signed.check()
    verifier = Verifier()
    for record in reader:
        yield record, verifier.check(record)
