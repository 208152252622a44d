"""The body of an HTTP request as a stream, by its length or in the chunks of HTTP/1.1 (RFC 9112, section 7)."""

from __future__ import annotations

from repo_format.errors import InvalidInput, MalformedObject, Refused, RemoteFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    import io
    from email.message import Message

_LINE = 1024
_DIGITS = 15


class Body:
    """Reads no further than the body goes, and no more than ``limit`` bytes of it."""

    def __init__(self, stream: io.BufferedIOBase, length: int | None, limit: int) -> None:
        self._stream = stream
        self._is_chunked = length is None
        self._left = length or 0
        self._allowed = limit
        self.is_done = length == 0

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes, as soon as there are some; none at the end.

        Raises RemoteFailed where it is cut off or comes too slowly, MalformedObject, Refused beyond the limit.
        """
        try:
            return self._read(size)
        except TimeoutError:
            raise RemoteFailed("the request came too slowly") from None
        except OSError as error:
            raise RemoteFailed("the connection was cut") from error

    def _read(self, size: int) -> bytes:
        if self._is_chunked and not self._left and not self.is_done:
            self._begin_chunk()
        if self.is_done:
            return b""
        piece = self._stream.read1(min(size, self._left))
        if not piece:
            raise RemoteFailed("the connection was cut")
        self._left -= len(piece)
        self._allowed -= len(piece)
        if self._allowed < 0:
            raise Refused("the request is longer than this server takes")
        if not self._left:
            self._end_piece()
        return piece

    def _end_piece(self) -> None:
        if not self._is_chunked:
            self.is_done = True
        elif self._stream.read(2) != b"\r\n":
            raise MalformedObject("request", "has a chunk that does not end where it says")

    def _begin_chunk(self) -> None:
        digits = self._line().partition(b";")[0].strip()
        if not 0 < len(digits) <= _DIGITS or not all(byte in b"0123456789abcdefABCDEF" for byte in digits):
            raise MalformedObject("request", "has a chunk without a length")
        self._left = int(digits, 16)
        if not self._left:
            while self._line().strip():
                pass
            self.is_done = True

    def _line(self) -> bytes:
        line = self._stream.readline(_LINE)
        self._allowed -= len(line)
        if not line.endswith(b"\n") or self._allowed < 0:
            raise RemoteFailed("the connection was cut")
        return line


def length_of(headers: Message) -> int | None:
    """The length that the headers declare, None for a body in chunks.

    Raises InvalidInput where they declare neither or both: what one program takes for the end of a request another must
    not take for its middle.
    """
    codings, lengths = headers.get_all("Transfer-Encoding", []), headers.get_all("Content-Length", [])
    if codings:
        if lengths or [coding.strip().lower() for coding in codings] != ["chunked"]:
            raise InvalidInput("Transfer-Encoding", "must be chunked, once, and without a Content-Length")
        return None
    if len(lengths) != 1 or not lengths[0].isascii() or not lengths[0].isdigit() or len(lengths[0]) > _DIGITS:
        raise InvalidInput("Content-Length", "must say once how long the request is")
    return int(lengths[0])
