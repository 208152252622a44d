"""Within one process: the other side is a function from the bytes of a request to the bytes of a response."""

from __future__ import annotations

from itertools import chain

from repo_format.errors import RemoteFailed
from repo_format.pack.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from repo_format.pack.source import Readable

    Respond = Callable[[Source], Iterable[bytes]]

SCHEMES: tuple[str, ...] = ()


class MemoryChannel:
    """A channel to ``respond``, such as that of a ``Responder``; ``closing`` is called once, at the end."""

    def __init__(self, respond: Respond, closing: Callable[[], None] | None = None) -> None:
        self._respond = respond
        self._closing = closing
        self._open = True

    def call(self, request: bytes, pack: Iterable[bytes] | None = None) -> Readable:
        """As ``Channel.call``; the response is made while it is read."""
        if not self._open:
            raise RemoteFailed("the connection is closed")
        return Source(self._respond(Source(chain((request,), pack or ()))))

    def close(self) -> None:
        """As ``Channel.close``."""
        if self._open:
            self._open = False
            if self._closing is not None:
                self._closing()
