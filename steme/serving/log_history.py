"""Commits, tags and the valid end of a log, read from its segments alone.

Sealed segments are gone through from header to header; the last one is checked frame by frame, since a writer may be at
work on it or have been killed (docs/format/segments.md, section 5).
"""

from __future__ import annotations

import time
from array import array

from repo_format import frame, head, ids, refs, segment
from repo_format.errors import Damaged, MalformedObject, shown
from repo_format.storage.log import ACTIVE
from repo_format.storage.recovery import find_end
from repo_format.storage.snapshot import Watermark

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.head import Head
    from repo_format.storage.log import Log
    from repo_format.storage.recovery import End

_WINDOW = 1 << 20
_TRIES = 3
_PAUSE = 0.02
_TOLD = frozenset((frame.COMMIT, frame.REF, frame.FOREIGN_HEAD))
_HEAD_AT = segment.COMMIT_BYTES - head.ENCODED_BYTES
_CLOSING_BYTES = frame.OVERHEAD + len(segment.encode_closing(0, 0))


class LogHistory:
    """What the commits of a log say, up to its valid end at the moment of reading. Raises Damaged.

    ``last`` is the place (segment and offset) of the last commit's frame, None before the first.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._ids = bytearray()
        self._segments = array("I")
        self._offsets = array("Q")
        self.last: tuple[int, int] | None = None
        self.tags: dict[str, bytes] = {}
        self.foreign: dict[bytes, bytes] = {}
        end = _valid_end(log, _newest(log))
        for number in range(1, end.segment + 1):
            self._read(number, end.offset if number == end.segment else log.size(number))

    def _read(self, number: int, end: int) -> None:
        waiting: list[tuple[int, bytes]] = []
        for kind, offset, body in _hop(self._log, number, end):
            if kind != frame.COMMIT:
                waiting.append((kind, body))
                continue
            self._ids += ids.head_id(body[_HEAD_AT : _HEAD_AT + head.SIGNED_BYTES])
            self._segments.append(number)
            self._offsets.append(offset)
            self.last = (number, offset)
            self._apply(waiting)
            waiting = []

    def _apply(self, waiting: list[tuple[int, bytes]]) -> None:
        for kind, body in waiting:
            if kind == frame.FOREIGN_HEAD:
                self.foreign[head.decode(body).id] = body
                continue
            name, _, new = refs.decode(body)
            if name.startswith(refs.TAGS):
                self.tags.pop(name, None)
                if new != refs.NO_HEAD:
                    self.tags[name] = new

    def place_of(self, head_id: bytes) -> tuple[int, int] | None:
        """Segment and offset of the commit with that head, None when there is none."""
        at = self._ids.find(head_id)
        while at > 0 and at % ids.ID_BYTES:
            at = self._ids.find(head_id, at + 1)
        if at < 0:
            return None
        return self._segments[at // ids.ID_BYTES], self._offsets[at // ids.ID_BYTES]

    def head_at(self, place: tuple[int, int]) -> Head:
        """The head in the commit at a place. Raises Damaged."""
        try:
            return segment.decode_commit(self._log.read(*place).body).head
        except MalformedObject as error:
            raise Damaged(f"segment {place[0]}, byte {place[1]}: {error}; run `steme fsck`") from error


def _newest(log: Log) -> int:
    """The number of the newest segment.

    The growing one is asked before the directory is listed: what was sealed before it began stands in any list that is
    made afterwards, while a list made before may miss a file that is just being renamed.
    """
    for _ in range(_TRIES):
        try:
            number = log.opening_of(ACTIVE).number
        except FileNotFoundError:
            time.sleep(_PAUSE)  # a writer is between two segments, or was killed there
        else:
            break
    else:
        number = max((one for one in log.numbers()), default=0)
    if not number or not set(log.numbers()).issuperset(range(1, number)):
        raise Damaged(f"segments are missing from {shown(log.directory.path)}; run `steme fsck`")
    return number


def _valid_end(log: Log, last: int) -> End:
    """Where the log validly ends, in segment ``last`` or one that was begun meanwhile."""
    opening = log.read(last, 0)
    first_seq = segment.decode_opening(opening.body).first_seq
    commits = 0
    if last > 1:
        closing = log.read(last - 1, log.size(last - 1) - _CLOSING_BYTES)
        commits = segment.decode_closing(closing.body)[0]
    return find_end(log, Watermark(last, opening.end, 0, opening.chain, commits, first_seq))


def _hop(log: Log, number: int, end: int) -> Iterator[tuple[int, int, bytes]]:
    """Kind, offset and body of those frames of a segment that say something about its history, up to byte ``end``."""
    base, window, at = 0, b"", 0
    while base + at < end:
        if len(window) - at < frame.OVERHEAD:
            base, window, at = base + at, log.read_bytes(number, base + at, _WINDOW), 0
        try:
            kind, _, length = frame.parse_header(window[at : at + frame.HEADER.size])
        except MalformedObject as error:
            raise Damaged(f"segment {number}, byte {base + at}: {error}; run `steme fsck`") from error
        start, behind = at + frame.OVERHEAD, at + frame.OVERHEAD + length
        if kind in _TOLD:
            whole = behind <= len(window)
            yield kind, base + at, window[start:behind] if whole else log.read(number, base + at).body
        at = behind
        if at > len(window):
            base, window, at = base + at, b"", 0
