"""A damaged log as far as it can be read: transaction by transaction, with holes where something was lost.

The walk over damage is the checker's (docs/format/checking.md, section 2). A frame of which only the header, the chain
hash or a single bit has suffered is read as it was written.
"""

from __future__ import annotations

from repo_format import frame, head, seal, segment
from repo_format.checking import contents
from repo_format.checking.segments import open_segments
from repo_format.checking.walk import Broken, walk
from repo_format.errors import BadSignature, MalformedObject
from repo_format.mending import single_bit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from repo_format.checking.finding import Finding
    from repo_format.checking.segments import SegmentFile
    from repo_format.checking.source import Source
    from repo_format.frame import Frame
    from repo_format.storage.directory import Directory

_CHAIN_BITS = 8
"""So many wrong bits in a chain hash are an accident to it; two different hashes differ in some 128."""


class Hole:
    """A stretch of a segment that cannot be read; ``kind`` is that of the frame it was, 0 when nobody knows.

    ``end`` is ``offset`` where bytes are missing rather than wrong; ``is_whole`` unless it breaks off at the log's end.
    """

    __slots__ = ("end", "is_whole", "kind", "offset", "segment")

    def __init__(self, number: int, offset: int, end: int, kind: int = 0, is_whole: bool = True) -> None:
        self.segment = number
        self.offset = offset
        self.end = end
        self.kind = kind
        self.is_whole = is_whole


class Passage:
    """What stands between two commits that can be read; without holes it is a transaction.

    ``before`` is the last commit read before it, None at the beginning; ``commit`` closes it, None at the end of the
    log. ``segment`` is the one in which it ends, ``size`` its bytes where all of it stands in that one, else 0.
    """

    __slots__ = ("before", "commit", "items", "segment", "size")

    def __init__(self, before: segment.Commit | None) -> None:
        self.before = before
        self.commit: segment.Commit | None = None
        self.items: list[Frame | Hole] = []
        self.segment = 1
        self.size = 0

    @property
    def holes(self) -> list[Hole]:
        """Its holes, in order."""
        return [item for item in self.items if isinstance(item, Hole)]

    @property
    def commits_before(self) -> int:
        """The number of the last commit before it."""
        return self.before.number if self.before else 0

    @property
    def objects_before(self) -> int:
        """How many objects there are before it."""
        return self.before.head.count if self.before else 0

    @property
    def head_before(self) -> bytes:
        """The id of the last head before it."""
        return self.before.head.id if self.before else head.NO_HEAD

    @property
    def is_whole(self) -> bool:
        """Whether it is one transaction of which nothing is lost."""
        follows = self.commit is not None and self.commit.number == self.commits_before + 1
        return follows and not self.holes


class DamagedLog:
    """The segments in the directory ``log``. ``findings`` are about the files; ``bad`` are the stretches, as segment,
    offset and end, that were not what was written, known once ``passages`` has gone through.
    """

    def __init__(self, log: Directory) -> None:
        self.findings: list[Finding] = []
        self.files: list[SegmentFile] = open_segments(log, self.findings)
        self.bad: dict[tuple[int, int], int] = {}
        self.heads: dict[int, bytes] = {}
        """The ids of heads by the numbers of their commits, as far as somebody remembers them."""
        self._fixed: dict[tuple[int, int], Frame | None] = {}

    def close(self) -> None:
        """Close the files."""
        for file in self.files:
            file.close()

    @property
    def created(self) -> int | None:
        """The time in the first opening, None when it cannot be read."""
        first = self.files[0] if self.files else None
        return first.opening.created if first and first.number == 1 and first.opening else None

    def file(self, number: int) -> SegmentFile | None:
        """A segment by its number, None for one that is missing."""
        return next((file for file in self.files if file.number == number), None)

    def passages(self) -> Iterator[Passage]:
        """All passages in order; what stands behind the last commit is the last, without a commit of its own.

        Raises FromTheFuture for a frame of a newer version, StorageFailed.
        """
        passage, begun = Passage(None), (0, 0)
        for number, item in self._items():
            begun = begun if passage.items else (number, item.offset)
            passage.segment = number
            commit = _commit(item)
            if commit is None:
                passage.items.append(item)
                continue
            passage.commit = commit
            passage.size = item.end - begun[1] if begun[0] == number else 0
            yield passage
            passage = Passage(commit)
            passage.segment = number
        if passage.items:
            yield passage

    def _items(self) -> Iterator[tuple[int, Frame | Hole]]:
        """Every frame but openings and closings, and every hole, with the number of its segment."""
        chains: Sequence[bytes] = (frame.START,)
        for place, file in enumerate(self.files):
            following = self.files[place + 1] if place + 1 < len(self.files) else None
            own = file.chain_before
            if file.gap is not None or (own and chains and own not in chains):
                yield file.number, Hole(file.number, 0, 0)
                chains = (own,) if own else ()
            after = following.chain_before if following is not None and following.gap is None else b""
            last = 0
            for found in walk(file.source, 0, chains or ((own,) if own else ()), after):
                item = self._believed(file, found, chains)
                chains = (found.chain,) if not isinstance(found, Broken) else found.chains
                last = item.kind
                if last not in (frame.OPENING, frame.CLOSING):
                    yield file.number, item
            if not file.is_growing and last != frame.CLOSING:
                yield file.number, Hole(file.number, file.source.size, file.source.size)

    def _believed(self, file: SegmentFile, found: Frame | Broken, chains: Sequence[bytes]) -> Frame | Hole:
        if isinstance(found, Broken):
            return self._broken(file, found, chains)
        if chains or _is_true_to_itself(found, self.heads):
            return found
        self.bad[file.number, found.offset] = found.end
        return Hole(file.number, found.offset, found.end, found.kind)

    def _broken(self, file: SegmentFile, found: Broken, chains: Sequence[bytes]) -> Frame | Hole:
        self.bad[file.number, found.offset] = found.end
        if found.sound is not None:
            return found.sound
        place = (file.number, found.offset)
        if place not in self._fixed:
            self._fixed[place] = _one_bit(file.source, found, chains)
        fixed = self._fixed[place]
        told = found.body is not None and found.whole
        return fixed or Hole(file.number, found.offset, found.end, found.kind if told else 0, found.whole)


def _is_true_to_itself(found: Frame, heads: Mapping[int, bytes]) -> bool:
    """Whether a frame behind a stretch that could not be read, whose chain hash nothing vouches for, holds what was
    signed. What a block holds is told by its seal later; the number of a commit, which is not signed, by who remembers.
    """
    try:
        match found.kind:
            case frame.COMMIT:
                commit = segment.decode_commit(found.body)
                commit.head.check()
                remembered = commit.number in heads or commit.head.id in heads.values()
                return not remembered or heads.get(commit.number) == commit.head.id
            case frame.SEAL:
                seal.Seal.decode(found.body).verify()
            case frame.SIGNED:
                return not contents.signed(found.body).bad
    except (MalformedObject, BadSignature):
        return False
    return True


def _one_bit(source: Source, found: Broken, chains: Sequence[bytes]) -> Frame | None:
    data = source.get(found.offset, found.end - found.offset)
    header, stored, body = data[: frame.HEADER.size], data[frame.HEADER.size : frame.OVERHEAD], data[frame.OVERHEAD :]
    if not found.whole or found.body is None or len(found.body) != len(body):
        return None
    for chain in chains:
        right = frame.link(chain, header, body)
        if (int.from_bytes(right, "big") ^ int.from_bytes(stored, "big")).bit_count() <= _CHAIN_BITS:
            return frame.Frame(found.offset, found.kind, found.flags, right, body)  # the last frame has no successor
        restored = single_bit.restore(chain, header, stored, body)
        if restored is not None:
            return frame.Frame(found.offset, found.kind, found.flags, stored, restored)
    return None


def _commit(item: Frame | Hole) -> segment.Commit | None:
    if isinstance(item, Hole) or item.kind != frame.COMMIT:
        return None
    try:
        return segment.decode_commit(item.body)
    except MalformedObject:
        return None
