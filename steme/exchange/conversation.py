"""A conversation: requests over a channel, and responses that are what was asked for; both are counted.

What comes back is a message, read strictly, and behind some of them a pack. A refusal becomes the error that it names.
"""

from __future__ import annotations

from typing import TypeVar

from repo_format.errors import FromTheFuture, MalformedObject, RemoteFailed
from repo_format.wire import message
from repo_format.wire.hello import Hello, Welcome
from repo_format.wire.push import Push, Taken
from repo_format.wire.refusal import Refusal
from repo_format.wire.transfer import Sending, Since, Want
from repo_format.wire.trie import IdList, Leaves, NodeList, Nodes
from steme.exchange.results import Traffic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from repo_format.merkle import Path
    from repo_format.pack.source import Readable
    from steme.transport import Channel

_READ = 64 * 1024
_Answer = TypeVar("_Answer", Welcome, NodeList, IdList, Sending, Taken)


class Response:
    """The bytes of a response, in the pieces that are asked for; reading costs no more memory than one of them."""

    def __init__(self, origin: Readable, traffic: Traffic) -> None:
        self._origin = origin
        self._traffic = traffic
        self._rest = b""

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes, none at the end. Raises RemoteFailed where the connection is cut."""
        if not self._rest:
            try:
                self._rest = self._origin.read(max(size, _READ))
            except OSError as error:
                raise RemoteFailed(f"the connection failed: {error.strerror or error}") from error
            self._traffic.received += len(self._rest)
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece

    def exactly(self, size: int) -> bytes:
        """The next ``size`` bytes. Raises RemoteFailed where there are fewer."""
        data = bytearray()
        while len(data) < size:
            piece = self.read(size - len(data))
            if not piece:
                raise RemoteFailed("the connection was cut before the remote had answered")
            data += piece
        return bytes(data)

    def message(self) -> message.Message:
        """The message that the response begins with. Raises RemoteFailed for what is none."""
        header = self.exactly(message.HEADER.size)
        try:
            length = message.parse_header(header)[1]
            return message.decode(header + self.exactly(length))
        except FromTheFuture:
            raise
        except MalformedObject as error:
            raise RemoteFailed(f"the remote does not answer as it must: {error}") from error


class Conversation:
    """``traffic`` counts what was said so far, both ways."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.traffic = Traffic()

    def close(self) -> None:
        """Close the channel."""
        self._channel.close()

    def hello(self, request: Hello) -> Welcome:
        """Greet. All of these raise RemoteFailed, and what a refusal becomes."""
        return self._ask(request, Welcome)[0]

    def nodes(self, paths: Sequence[Path]) -> NodeList:
        """The children of nodes of their trie, one answer for each path."""
        found = self._ask(Nodes(paths), NodeList)[0]
        _check_number(len(found.nodes), len(paths))
        return found

    def leaves(self, paths: Sequence[Path]) -> IdList:
        """The ids below paths, one list for each."""
        found = self._ask(Leaves(paths), IdList)[0]
        _check_number(len(found.lists), len(paths))
        return found

    def pack(self, request: Since | Want) -> tuple[Sending, Response]:
        """Ask for objects: what comes, and the bytes of the pack, to be read before anything else is asked."""
        sending, rest = self._ask(request, Sending)
        if sending.offset != request.offset:
            raise RemoteFailed(f"the remote sends from byte {sending.offset} on and was asked for {request.offset}")
        return sending, rest

    def push(self, request: Push, pack: Iterable[bytes]) -> Taken:
        """Hand over a pack."""
        return self._ask(request, Taken, pack)[0]

    def _ask(
        self, request: message.Request, wanted: type[_Answer], pack: Iterable[bytes] | None = None
    ) -> tuple[_Answer, Response]:
        data = message.encode(request)
        self.traffic.round_trips += 1
        self.traffic.sent += len(data)
        try:
            origin = self._channel.call(data, None if pack is None else self._counted(pack))
        except OSError as error:
            raise RemoteFailed(f"the connection failed: {error.strerror or error}") from error
        response = Response(origin, self.traffic)
        answer = response.message()
        if isinstance(answer, Refusal):
            raise answer.error()
        if not isinstance(answer, wanted):
            raise RemoteFailed(f"the remote answers a {type(request).__name__} with a {type(answer).__name__}")
        return answer, response

    def _counted(self, pack: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pack:
            self.traffic.sent += len(piece)
            yield piece


def _check_number(found: int, asked: int) -> None:
    if found != asked:
        raise RemoteFailed(f"the remote answers {found} questions and was asked {asked}")
