"""Bytes from a file, a socket or an iterator of chunks, in the pieces that a reader asks for.

Keeps at most what one read or one chunk brought, and counts what it gave away.
"""

from __future__ import annotations

from repo_format.errors import StorageFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Protocol

    class Readable(Protocol):
        """``read(n)`` returns at most ``n`` bytes, waits for at least one, and returns none at the end."""

        def read(self, size: int, /) -> bytes:
            """At most ``size`` bytes."""

    Bytes = Readable | Iterable[bytes]

_READ_AHEAD = 64 * 1024


class Source:
    """A stream of bytes. ``offset`` is the place of the next one, counted from where the whole stream began."""

    def __init__(self, origin: Bytes, offset: int = 0) -> None:
        self.offset = offset
        self._pull = _pull_from(origin)
        self._rest = memoryview(b"")

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes, fewer only where the stream ends. Raises StorageFailed when reading fails."""
        taken = bytearray()
        while len(taken) < size and (self._rest or self._fill(size - len(taken))):
            piece = self._rest[: size - len(taken)]
            taken += piece
            self._rest = self._rest[len(piece) :]
            self.offset += len(piece)
        return bytes(taken)

    def read(self, size: int) -> bytes:
        """Some of the next ``size`` bytes, at least one of them but at the end; so a stream is an origin of another."""
        if not self._rest:
            self._fill(size)
        return self.take(min(size, len(self._rest)))

    def _fill(self, wanted: int) -> bool:
        try:
            self._rest = memoryview(self._pull(max(wanted, _READ_AHEAD)))
        except OSError as error:
            raise StorageFailed(f"cannot read the pack behind byte {self.offset}: {error.strerror or error}") from error
        return bool(self._rest)


def _pull_from(origin: Bytes) -> Callable[[int], bytes]:
    """A function that brings some more bytes, none at the end; the number it is given is only a wish to iterators."""
    read: Callable[[int], bytes] | None = getattr(origin, "read", None)
    if read is not None:
        return read
    chunks = iter(origin)  # type: ignore[arg-type]
    return lambda _: next((bytes(chunk) for chunk in chunks if chunk), b"")
