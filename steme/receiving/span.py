"""A span: a run of frames in quarantine that is checked at once, and what was found in it.

Everything an object can be asked by itself is asked here: its id from its bytes, its strict form, its signature or
seal, its author. Spans know nothing of each other, so any number of processes may check them, in any order.
"""

from __future__ import annotations

import os
import struct

from repo_format.errors import Damaged, MalformedObject
from repo_format.ids import ID_BYTES
from repo_format.objects.erasure import Erasure
from repo_format.pack.place import Place
from repo_format.pack.reader import PackReader
from repo_format.verification import Verifier

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.record import Record

_COUNTS = struct.Struct(">II")


class Span:
    """From a place in the pack (``Place.encode``) up to the byte ``end``."""

    __slots__ = ("end", "place", "tries")

    def __init__(self, place: bytes, end: int) -> None:
        self.place = place
        self.end = end
        self.tries = 0
        """How often a worker died over it."""


class Finding:
    """What a span holds that the rest must know: ids of objects without payload, and of targets of erasures."""

    __slots__ = ("erased", "reasons")

    def __init__(self, erased: list[bytes], reasons: list[bytes]) -> None:
        self.erased = erased
        self.reasons = reasons

    def encode(self) -> bytes:
        """The bytes in which a worker says it."""
        return _COUNTS.pack(len(self.erased), len(self.reasons)) + b"".join(self.erased) + b"".join(self.reasons)

    @classmethod
    def decode(cls, data: bytes) -> Finding:
        """What ``encode`` wrote. Raises MalformedObject where it did not."""
        if len(data) < _COUNTS.size or len(data) != _COUNTS.size + ID_BYTES * sum(_COUNTS.unpack_from(data)):
            raise MalformedObject("finding", "is not what a worker writes")
        found = [data[at : at + ID_BYTES] for at in range(_COUNTS.size, len(data), ID_BYTES)]
        erased = _COUNTS.unpack_from(data)[0]
        return cls(found[:erased], found[erased:])


def examine(fd: int, span: Span, verifier: Verifier) -> Finding:
    """Check every object of a span of the file ``fd``.

    Raises MalformedObject, BadSignature, FromTheFuture where one is not what it must be, StorageFailed.
    """
    found = Finding([], [])
    reader = PackReader(_Slice(fd, span), Place.decode(span.place))
    try:
        for records in reader.batches():
            _check(records, verifier, found)
    except MalformedObject:
        if reader.place.offset != span.end:  # there it is the end of the slice that the reader misses
            raise
    except Damaged as error:
        raise MalformedObject("pack", f"behind byte {reader.place.offset}: {error}") from error
    return found


def _check(records: list[Record], verifier: Verifier, found: Finding) -> None:
    for record in records:
        payload = verifier.check(record)
        if payload is None:
            found.erased.append(record.id)
        elif isinstance(payload, Erasure):
            found.reasons.append(bytes.fromhex(payload.target))


class _Slice:
    """The bytes of a span in a file, to be read once."""

    def __init__(self, fd: int, span: Span) -> None:
        self._fd = fd
        self._end = span.end
        self._at = Place.decode(span.place).offset

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes, none at the end of the span."""
        data = os.pread(self._fd, min(size, self._end - self._at), self._at)
        self._at += len(data)
        return data
