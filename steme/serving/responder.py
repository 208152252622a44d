"""One request in, one response out (docs/format/sync.md): what the answering side does, whatever carries the bytes.

Nothing is remembered between two requests. Whatever goes wrong becomes a ``Refusal`` as long as nothing has been
answered; after that the response breaks off, which a pack without its closing shows.
"""

from __future__ import annotations

from itertools import chain

from repo_format import head, limits, merkle
from repo_format.errors import InvalidInput, MalformedObject, NotFound, Refused, StemeError
from repo_format.pack.opening import COMPLETE, DIFFERENCE, Opening
from repo_format.pack.source import Source
from repo_format.wire import digests, message
from repo_format.wire.hello import NO_TRANSFER, TAKES_PUSHES, Hello, Welcome
from repo_format.wire.push import Push, Taken
from repo_format.wire.refusal import FAILED, Refusal, code_of
from repo_format.wire.transfer import Sending, Since, Want
from repo_format.wire.trie import IdList, Leaves, NodeList, Nodes
from steme.serving.holdings import children, count_below, top
from steme.serving.packing import leave_out, pack_frames, pack_records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from typing import Protocol

    from repo_format.head import Head
    from repo_format.wire.fields import Tags
    from steme.serving.holdings import Holdings

    class Received(Protocol):
        """What became of a push."""

        @property
        def added(self) -> int:
            """Objects that were new."""

        @property
        def present(self) -> int:
            """Objects that were here already."""

        @property
        def head(self) -> Head | None:
            """The newest head afterwards."""

        @property
        def kept_tags(self) -> Collection[str] | Mapping[str, object]:
            """Full names of tags that were not set, because they name another head here."""

    class Intake(Protocol):
        """Takes what is pushed, as far as a policy lets it."""

        @property
        def max_objects(self) -> int:
            """The most objects that one push may bring."""

        @property
        def max_bytes(self) -> int:
            """The most bytes of pack that one push may bring."""

        def waiting(self, transfer: bytes) -> tuple[int, bytes]:
            """How many bytes of that transfer are here from before, and the chain hash behind them."""

        def take(self, transfer: bytes, offset: int, pack: Source, refs: Tags) -> Received:
            """Check the pack, which begins at its byte ``offset``, and make it part of the repository, durably."""


_TOO_MANY_IDS = f"more than {limits.MAX_IDS_TOLD} ids stand below these paths; ask for fewer at a time"
READ_ONLY = "this repository takes no pushes here"
_UNTOLD = {
    "Damaged": "the repository here is damaged; its owner can find out more with `steme fsck`",
    "StorageFailed": "this computer could not read or write its files",
    "NotARepository": "there is no repository here",
    "Busy": "another writer is at work here; try again",
}
"""What is said in place of messages that name files of this computer."""


class Responder:
    """Answers for ``holdings``; pushes go to ``intake``, None where none are taken.

    ``hidden`` are texts, such as the repository's path, that no answer may hold; ``read_only`` is what a push is told
    where there is no intake.
    """

    def __init__(
        self,
        holdings: Holdings,
        intake: Intake | None = None,
        *,
        agent: str = "",
        hidden: Iterable[str] = (),
        read_only: str = READ_ONLY,
    ) -> None:
        self._holdings = holdings
        self._intake = intake
        self._agent = agent
        self._read_only = read_only
        self._hidden = sorted((text for text in hidden if len(text) > 1), key=len, reverse=True)

    def respond(self, source: Source) -> Iterator[bytes]:
        """The response to the request that ``source`` begins with, piece by piece; a push is read to its end first.

        Raises only after something was handed out; then the response must be seen to break off.
        """
        try:
            pieces = self._answer(source)
            first = next(pieces)
        except StemeError as error:
            pieces, first = iter(()), self.refusal(error)
        except Exception:
            yield message.encode(Refusal(FAILED, "something went wrong here that should not have"))
            raise
        finally:
            self._holdings.release()
        yield first
        yield from pieces

    def refusal(self, error: StemeError) -> bytes:
        """The message that tells of an error, without a word about this computer."""
        text = next((_UNTOLD[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in _UNTOLD), str(error))
        for hidden in self._hidden:
            text = text.replace(hidden, "...")
        return message.encode(Refusal(code_of(error), text))

    def _answer(self, source: Source) -> Iterator[bytes]:
        match message.read(source):
            case Hello() as request:
                yield message.encode(self._welcome(request))
            case Nodes() as request:
                yield message.encode(self._nodes(request))
            case Leaves() as request:
                yield message.encode(self._leaves(request))
            case Since() as request:
                yield from self._since(request)
            case Want() as request:
                yield from self._want(request)
            case Push() as request:
                yield message.encode(self._push(request, source))
            case _:
                raise MalformedObject("message", "is a response where a request belongs")

    def _welcome(self, request: Hello) -> Welcome:
        holdings, intake = self._holdings, self._intake
        newest = holdings.head()
        remembered = holdings.known_head(request.remembered)
        is_needed = newest is not None and newest.root != request.root and not digests.is_leaf(newest.count)
        is_needed = is_needed and remembered is None and request.root != merkle.EMPTY_ROOT
        offset, link = 0, bytes(32)
        if intake is not None and request.transfer != NO_TRANSFER:
            offset, link = intake.waiting(request.transfer)
        return Welcome(
            holdings.repository_id,
            newest,
            remembered_count=remembered.count if remembered else None,
            refs=_newest(holdings.tags()),
            offset=offset,
            chain=link,
            top=top(holdings) if is_needed else b"",
            features=TAKES_PUSHES if intake is not None else 0,
            max_objects=intake.max_objects if intake is not None else 0,
            max_bytes=intake.max_bytes if intake is not None else 0,
            agent=self._agent,
        )

    def _head_id(self) -> bytes:
        newest = self._holdings.head()
        return newest.id if newest else head.NO_HEAD

    def _nodes(self, request: Nodes) -> NodeList:
        holdings = self._holdings
        inner = [children(holdings, path) if holdings.node(path) else None for path in request.paths]
        return NodeList(inner, self._head_id())

    def _leaves(self, request: Leaves) -> IdList:
        lists: list[Sequence[bytes]] = []
        left = limits.MAX_IDS_TOLD
        for path in request.paths:
            if count_below(self._holdings, path) > max(left, limits.TRIE_LEAF):
                raise Refused(_TOO_MANY_IDS)
            lists.append(self._holdings.ids_below(path))
            left -= len(lists[-1])
            if left < 0:
                raise Refused(_TOO_MANY_IDS)
        return IdList(lists, self._head_id())

    def _since(self, request: Since) -> Iterator[bytes]:
        until, after = self._known(request.until), None
        if request.after != head.NO_HEAD:
            after = self._known(request.after)
            if after.count > until.count:
                raise InvalidInput("after", "names a later head than until")
        heads = (until,) if after is None else (until, after)
        opening = Opening(until.repository, DIFFERENCE if after else COMPLETE, heads)
        frames = self._holdings.since(after, until)
        return _sending(opening, pack_frames(opening, frames), request.offset)

    def _known(self, head_id: bytes) -> Head:
        found = self._holdings.known_head(head_id)
        if found is None:
            raise NotFound(f"the head {head_id.hex()[:12]} is not in the history of this repository")
        return found

    def _want(self, request: Want) -> Iterator[bytes]:
        records = self._holdings.records(request.ids)
        opening = Opening(self._holdings.repository_id, objects=len(records))
        return _sending(opening, pack_records(opening, records), request.offset)

    def _push(self, request: Push, source: Source) -> Taken:
        if self._intake is None:
            raise Refused(self._read_only)
        pack = Source(source, request.offset)
        received = self._intake.take(request.transfer, request.offset, pack, request.refs)
        return Taken(received.added, received.present, received.head, tuple(received.kept_tags))


def _sending(opening: Opening, pieces: Iterator[bytes], offset: int) -> Iterator[bytes]:
    """The message and the pack behind it; the first piece is made before, so that what fails at once can be told."""
    rest = leave_out(pieces, offset)
    first = next(rest, b"")
    return chain((message.encode(Sending(offset, opening.objects or 0)) + first,), rest)


def _newest(tags: dict[str, Head]) -> Tags:
    """As many tags as a message holds, those of the newest heads."""
    ordered = sorted(tags.items(), key=lambda pair: (-pair[1].count, pair[0]))
    return tuple(ordered[: limits.MAX_TAGS_TOLD])
