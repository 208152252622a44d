"""Where objects lie in a log: as frames between two commits, and one by one."""

from __future__ import annotations

from repo_format import frame, seal, segment
from repo_format.errors import Damaged, MalformedObject
from repo_format.record import sealed_records, signed_records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from repo_format.frame import Frame
    from repo_format.record import Record
    from repo_format.storage.log import Log

COMMIT_BYTES = frame.OVERHEAD + segment.COMMIT_BYTES


class Place:
    """A frame of objects: segment, offset, the offset of its seal's frame (0: signed one by one), and which of them."""

    __slots__ = ("numbers", "offset", "seal_offset", "segment")

    def __init__(self, number: int, offset: int, seal_offset: int, numbers: Sequence[int]) -> None:
        self.segment = number
        self.offset = offset
        self.seal_offset = seal_offset
        self.numbers = numbers


class Located:
    """Records of which only the places are known so far; reading them needs the log and nothing else."""

    def __init__(self, log: Log, places: Sequence[Place]) -> None:
        self._log = log
        self._places = places

    def __len__(self) -> int:
        return sum(len(place.numbers) for place in self._places)

    def __iter__(self) -> Iterator[Record]:
        proof: tuple[tuple[int, int], seal.Seal] | None = None
        for place in self._places:
            where = (place.segment, place.seal_offset)
            if place.seal_offset and (proof is None or proof[0] != where):
                proof = (where, read_seal(self._log, *where))
            records = read_records(self._log, place, proof[1] if proof else None)
            for number in place.numbers:
                yield records[number]


def read_seal(log: Log, number: int, offset: int) -> seal.Seal:
    """The seal at a place. Raises Damaged."""
    try:
        return seal.Seal.decode(log.read(number, offset).body)
    except MalformedObject as error:
        raise Damaged(f"segment {number}, byte {offset}: {error}; run `steme fsck`") from error


def read_records(log: Log, place: Place, proof: seal.Seal | None) -> list[Record]:
    """All records of the frame at a place. Raises Damaged."""
    found = log.read(place.segment, place.offset)
    try:
        if not place.seal_offset:
            return signed_records(found)
        return sealed_records(found, proof or read_seal(log, place.segment, place.seal_offset))
    except MalformedObject as error:
        raise Damaged(f"segment {place.segment}, byte {place.offset}: {error}; run `steme fsck`") from error


def frames_between(log: Log, start: tuple[int, int] | None, end: tuple[int, int]) -> Iterator[Frame]:
    """The frames of a log behind the commit at ``start`` (segment and offset; None: all) up to the commit at ``end``.

    Each is checked against the chain. Raises Damaged where that breaks.
    """
    if start is not None and start >= end:
        return
    number, offset, chain = 1, 0, frame.START
    if start is not None:
        number, offset, chain = start[0], start[1] + COMMIT_BYTES, log.read(*start).chain
    while True:
        try:
            for found in log.scan(number, offset, chain):
                yield found
                chain = found.chain
                if (number, found.offset) >= end:
                    return
        except MalformedObject as error:
            raise Damaged(f"segment {number} is damaged ({error}); run `steme fsck`") from error
        number, offset = number + 1, 0
