"""The state of a git remote as something that answers requests (``steme.serving.holdings``).

It answers in our own process for a repository that nobody trusts: whoever asked checks everything that comes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property

from repo_format import frame, merkle
from repo_format.errors import InvalidInput, MalformedObject, NotFound
from repo_format.pack.opening import Opening
from repo_format.pack.reader import PackReader
from repo_format.pack.source import Source
from steme.git_remote import content
from steme.git_remote.objects import Objects
from steme.serving.packing import pack_records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from repo_format.frame import Frame
    from repo_format.head import Head
    from repo_format.merkle import Path
    from repo_format.pack.source import Bytes
    from repo_format.record import Record
    from steme.git_remote.ledger import Ledger
    from steme.git_remote.program import Git


class GitHoldings:
    """One state, as a visit found it."""

    def __init__(self, state: Ledger, git: Git) -> None:
        self._state = state
        self._git = git
        self.repository_id = state.repository
        self.tip = state.tip

    def head(self) -> Head | None:
        """The newest head."""
        return self._state.head

    def known_head(self, head_id: bytes) -> Head | None:
        """The head of this history with that id."""
        number = self._state.number_of(head_id)
        return None if number is None else self._state.steps[number].signed

    def tags(self) -> dict[str, Head]:
        """The tags, by full name."""
        return dict(self._state.tags)

    def node(self, path: Path) -> bytes | None:
        """The entries of the inner node at ``path``."""
        return self._nodes.get(bytes(path))

    def ids_below(self, path: Path) -> Sequence[bytes]:
        """All ids that begin with ``path``, ascending."""
        if not path:
            return self._ordered
        low, high = merkle.bounds(path)
        start = bisect_left(self._ordered, low)
        return self._ordered[start : len(self._ordered) if high is None else bisect_left(self._ordered, high)]

    def since(self, after: Head | None, until: Head) -> Iterator[Frame]:
        """The frames of the packs that came between two heads, without objects that an earlier pack had."""
        first = 0 if after is None else self._number(after) + 1
        with Objects(self._git) as kept:
            for number in range(first, self._number(until) + 1):
                step = self._state.steps[number]
                if step.parts:
                    yield from _frames(self._pack(kept, number))

    def records(self, ids: Sequence[bytes]) -> Picked:
        """The objects with these ids in order of arrival."""
        return Picked(self._state, self._git, ids)

    def release(self) -> None:
        """The state stays what it was."""

    def _pack(self, kept: Objects, number: int) -> Iterable[bytes]:
        step, first = self._state.steps[number], self._state.first_of(number)
        plain = content.pack_bytes(kept, step.parts)
        if step.signed.count - first == step.records:
            return plain
        wanted = set(self._state.ids(first, step.signed.count))
        return pack_records(Opening(self.repository_id), _only(PackReader(plain), wanted))

    def _number(self, signed: Head) -> int:
        number = self._state.number_of(signed.id)
        if number is None:
            raise NotFound("the git repository has no such head in its history")
        return number

    @cached_property
    def _ordered(self) -> list[bytes]:
        return sorted(self._state.ids())

    @cached_property
    def _nodes(self) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        merkle.digest(self._ordered, keep=found.__setitem__)
        return found


class Picked:
    """Some objects, found and not yet read; with those that are erased come the erasures, in front of all."""

    def __init__(self, state: Ledger, git: Git, ids: Sequence[bytes]) -> None:
        """Raises NotFound when one is missing."""
        self._state = state
        self._git = git
        wanted = set(ids)
        erasures = (state.erasures.get(one.hex()) for one in wanted)
        self._first = {bytes.fromhex(one) for one in erasures if one is not None}
        self._rest = wanted - self._first
        places = {one: place for place, one in enumerate(state.ids()) if one in wanted or one in self._first}
        if len(places) < len(self._rest) + len(self._first):
            raise NotFound("the git repository does not have all of these objects")
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Record]:
        with Objects(self._git) as kept:
            yield from self._read(kept, self._first)
            yield from self._read(kept, self._rest)

    def _read(self, kept: Objects, wanted: set[bytes]) -> Iterator[Record]:
        ends = [step.signed.count for step in self._state.steps]
        by_step: dict[int, set[bytes]] = {}
        for one in wanted:
            by_step.setdefault(bisect_right(ends, self._places[one]), set()).add(one)
        for number in sorted(by_step):
            yield from _only(PackReader(content.pack_bytes(kept, self._state.steps[number].parts)), by_step[number])


def _only(records: Iterable[Record], wanted: set[bytes]) -> Iterator[Record]:
    """Those with a wanted id, each once; ``wanted`` is used up, and the rest is read too, as git needs it to be."""
    left = set(wanted)
    for record in records:
        if record.id in left:
            left.discard(record.id)
            yield record


def _frames(pack: Bytes) -> Iterator[Frame]:
    """The frames of a pack that hold objects and seals. Raises MalformedObject."""
    source = Source(pack)
    chain, offset, closed = frame.START, 0, False
    while not closed:
        start = source.take(frame.OVERHEAD)
        try:
            found = frame.parse(start + source.take(frame.parse_header(start)[2]), 0, offset)
        except InvalidInput as error:
            raise MalformedObject("pack", f"at byte {offset}: {error}") from error
        if not frame.follows(found, chain):
            raise MalformedObject("pack", f"at byte {offset}: the frame is not the one that belongs there")
        chain, offset, closed = found.chain, found.end, found.kind == frame.PACK_CLOSING
        yield found
    if source.take(1):
        raise MalformedObject("pack", "goes on behind its closing")
