"""Requests and responses on a pipe, where nothing but themselves can say where one ends (docs/format/sync.md).

Each travels as a run of chunks: a length of 1 to 65,536 as a u32, big-endian, and so many bytes; the length 0 ends the
run. A stream that ends between two runs has ended, anywhere else it was cut off.
"""

from __future__ import annotations

from struct import Struct

from repo_format import limits
from repo_format.errors import MalformedObject, RemoteFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from repo_format.pack.source import Readable

LENGTH = Struct(">I")
END = LENGTH.pack(0)
MOST_SKIPPED = 64 << 20
"""So many bytes of a run that is given up are read to get to the next; a stranger may send them without end."""


def chunked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """One run: the bytes of ``pieces``, which may be of any size, in chunks, and its end."""
    for piece in pieces:
        for at in range(0, len(piece), limits.MAX_CHUNK):
            part = piece[at : at + limits.MAX_CHUNK]
            yield LENGTH.pack(len(part)) + part
    yield END


class ChunkReader:
    """The runs of a stream, one after another: ``begin`` one, ``read`` it to its end."""

    def __init__(self, origin: Readable) -> None:
        self._read = origin.read
        self._left = 0
        self._inside = False

    def begin(self) -> bool:
        """Wait for the next run; False where the stream has ended instead. What is left of the run before is skipped.

        Raises RemoteFailed, MalformedObject as ``read``.
        """
        self.skip()
        first = self._read(LENGTH.size)
        if not first:
            return False
        self._inside = True
        self._length(first)
        return True

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes of the run, as soon as there are some; none at its end.

        Raises RemoteFailed where the stream is cut off, MalformedObject where a chunk is too long.
        """
        while self._inside and not self._left:
            self._length(b"")
        if not self._inside or size <= 0:
            return b""
        piece = self._read(min(size, self._left))
        if not piece:
            raise RemoteFailed("the connection was cut")
        self._left -= len(piece)
        return piece

    def skip(self) -> None:
        """Read the run to its end. Raises RemoteFailed where that is too far off."""
        left = MOST_SKIPPED
        while piece := self.read(limits.MAX_CHUNK):
            left -= len(piece)
            if left < 0:
                raise RemoteFailed("the other side goes on and on with what nobody reads any more")

    def _length(self, begun: bytes) -> None:
        while len(begun) < LENGTH.size:
            more = self._read(LENGTH.size - len(begun))
            if not more:
                raise RemoteFailed("the connection was cut")
            begun += more
        self._left = LENGTH.unpack(begun)[0]
        if self._left > limits.MAX_CHUNK:
            raise MalformedObject("stream", f"has a chunk of {self._left} bytes, more than {limits.MAX_CHUNK}")
        self._inside = self._left > 0
