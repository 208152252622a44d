"""For tests: a connection that breaks, at a byte that a seed decides, on the way there or on the way back."""

from __future__ import annotations

from repo_format.errors import RemoteFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from random import Random

    from repo_format.pack.source import Readable
    from steme.transport import Channel

SCHEMES: tuple[str, ...] = ()
_READ = 64 * 1024


class FaultyChannel:
    """Passes everything on to ``channel`` until ``budget`` bytes have gone through it, both ways together.

    The other side then sees a request that ends too soon, this side an error. Without a budget, one of up to ``most``
    bytes is drawn.
    """

    def __init__(self, channel: Channel, random: Random, most: int = 100_000, budget: int | None = None) -> None:
        self._channel = channel
        self.left = random.randrange(most) if budget is None else budget

    def call(self, request: bytes, pack: Iterable[bytes] | None = None) -> Readable:
        """As ``Channel.call``. Raises RemoteFailed where it is cut on the way there."""
        if self.left <= 0:
            raise RemoteFailed("the connection was cut by a test")
        origin = self._channel.call(self._let_through(request), None if pack is None else self._pieces(pack))
        if self.left <= 0:
            while origin.read(_READ):  # what the other side makes of it happens before anybody tries again
                pass
            raise RemoteFailed("the connection was cut by a test")
        return _Cut(origin, self)

    def close(self) -> None:
        """As ``Channel.close``."""
        self._channel.close()

    def _let_through(self, data: bytes) -> bytes:
        passed = data[: max(self.left, 0)]
        self.left -= len(data)
        return passed

    def _pieces(self, pack: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pack:
            passed = self._let_through(piece)
            if passed:
                yield passed
            if self.left <= 0:
                return


class _Cut:
    def __init__(self, origin: Readable, owner: FaultyChannel) -> None:
        self._origin = origin
        self._owner = owner

    def read(self, size: int, /) -> bytes:
        if self._owner.left <= 0:
            raise RemoteFailed("the connection was cut by a test")
        piece = self._origin.read(min(size, self._owner.left))
        if self._owner.left <= 0:  # the request was cut only now, as it was read: no answer to that can arrive
            raise RemoteFailed("the connection was cut by a test")
        self._owner.left -= len(piece)
        return piece
