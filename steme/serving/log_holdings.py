"""What a repository on disk holds, from its segments alone: its index is somebody else's file, and is never opened.

The state is that of the moment of opening. Nothing is locked and nothing written; a writer may be at work meanwhile.
"""

from __future__ import annotations

import time
from bisect import bisect_left

from repo_format import frame, head, merkle, seal
from repo_format.errors import Damaged, InvalidInput, NotFound
from repo_format.record import sealed_records, signed_records
from repo_format.storage.layout import DIRECTORY, read_repository_id
from repo_format.storage.log import Log
from repo_format.storage.swapping import find_log
from steme.serving.log_history import LogHistory
from steme.serving.places import Located, Place, frames_between

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from repo_format.frame import Frame
    from repo_format.head import Head
    from repo_format.merkle import Path
    from repo_format.record import Record

_TRIES = 4
_PAUSE = 0.05
_MOST_ERASURES = 1000
_ERASURE = b'"kind":"erasure"'


class LogHoldings:
    """``Holdings`` of the repository ``PARENT/.steme``; use ``open``, and as a context manager."""

    def __init__(self, repository_id: bytes, log: Log, history: LogHistory) -> None:
        self.repository_id = repository_id
        self._log = log
        self._history = history
        self._ids: list[bytes] | None = None
        self._nodes: dict[Path, bytes] = {}

    @classmethod
    def open(cls, parent: str) -> LogHoldings:
        """Read the history of ``PARENT/.steme``; costs about a second for each gigabyte, or million of frames.

        Raises NotARepository, Refused (links, a foreign owner), FromTheFuture, Damaged.
        """
        directory, repository_id = read_repository_id(f"{parent}/{DIRECTORY}")
        try:
            log = Log(find_log(directory))
        except NotFound as error:
            raise Damaged(f"{parent}/{DIRECTORY} has no log; run `steme fsck`") from error
        finally:
            directory.close()
        try:
            return cls(repository_id, log, _patiently(log))
        except BaseException:
            _close(log)
            raise

    def __enter__(self) -> LogHoldings:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        _close(self._log)

    def release(self) -> None:
        """As ``Holdings.release``: nothing to do, the state stays that of the opening."""

    def head(self) -> Head | None:
        """As ``Holdings.head``."""
        last = self._history.last
        return self._history.head_at(last) if last else None

    def known_head(self, head_id: bytes) -> Head | None:
        """As ``Holdings.known_head``."""
        place = self._history.place_of(head_id)
        return self._history.head_at(place) if place else None

    def tags(self) -> dict[str, Head]:
        """As ``Holdings.tags``."""
        found: dict[str, Head] = {}
        for name, head_id in sorted(self._history.tags.items()):
            own, foreign = self.known_head(head_id), self._history.foreign.get(head_id)
            if own is not None:
                found[name] = own
            elif foreign is not None:
                found[name] = head.decode(foreign)
        return found

    def node(self, path: Path) -> bytes | None:
        """As ``Holdings.node``."""
        self._all_ids()
        return self._nodes.get(path)

    def ids_below(self, path: Path) -> Sequence[bytes]:
        """As ``Holdings.ids_below``."""
        ordered = self._all_ids()
        low, high = merkle.bounds(path)
        return ordered[bisect_left(ordered, low) : len(ordered) if high is None else bisect_left(ordered, high)]

    def _all_ids(self) -> list[bytes]:
        """Every id, ascending, and with them the trie; read when first asked for. Raises Damaged for a wrong root."""
        if self._ids is None:
            newest = self.head()
            ordered = [object_id for _, found in self._walk() for object_id in found]
            ordered.sort()
            self._nodes = {}
            root = merkle.digest(ordered, keep=self._nodes.__setitem__)
            if newest is not None and (newest.count, newest.root) != (len(ordered), root):
                raise Damaged("the log does not hold the objects that its newest head names; run `steme fsck`")
            self._ids = ordered
        return self._ids

    def since(self, after: Head | None, until: Head) -> Iterator[Frame]:
        """As ``Holdings.since``."""
        start = self._history.place_of(after.id) if after is not None else None
        end = self._history.place_of(until.id)
        if end is None or (after is not None and start is None):
            raise NotFound("the head is not in the history of this repository")
        return frames_between(self._log, start, end)

    def records(self, ids: Sequence[bytes]) -> Located:
        """As ``Holdings.records``; reads the whole log, twice where something wanted was erased."""
        wanted = set(ids)
        erased: set[bytes] = set()
        places = self._find(lambda record: record.id in wanted, wanted, erased)
        missing = len(wanted) - sum(len(place.numbers) for place in places)
        if missing:
            raise NotFound(f"{missing} of {len(wanted)} objects are not here")
        if erased:
            is_reason = _Reasons(erased)
            reasons = self._find(lambda record: record.id not in wanted and is_reason(record), None, set())
            return Located(self._log, [*reasons, *places])
        return Located(self._log, places)

    def _find(self, is_wanted: Callable[[Record], bool], ids: set[bytes] | None, erased: set[bytes]) -> list[Place]:
        """The places of objects, only those with one of ``ids`` looked at; what is erased is added to ``erased``."""
        places: list[Place] = []
        for (number, found, proof), listed in self._walk():
            if not listed or (ids is not None and ids.isdisjoint(listed)):
                continue
            records = sealed_records(found, proof[1]) if proof else signed_records(found)
            numbers = [at for at, record in enumerate(records) if is_wanted(record)]
            if numbers:
                places.append(Place(number, found.offset, proof[0] if proof else 0, numbers))
                erased.update(records[at].id for at in numbers if records[at].payload is None)
        return places

    def _walk(self) -> Iterator[tuple[tuple[int, Frame, tuple[int, seal.Seal] | None], Sequence[bytes]]]:
        """Every frame with objects: its segment, itself, its seal with that one's offset, and the ids of its objects.

        Raises Damaged.
        """
        if self._history.last is None:
            return
        proof: tuple[int, seal.Seal] | None = None
        number = 1
        for found in frames_between(self._log, None, self._history.last):
            try:
                match found.kind:
                    case frame.SEAL:
                        proof = (found.offset, seal.Seal.decode(found.body))
                    case frame.BLOCK if proof is not None:
                        first, count = (int.from_bytes(found.body[at : at + 2], "big") for at in (32, 34))
                        yield (number, found, proof), proof[1].ids[first : first + count]
                    case frame.SIGNED:
                        yield (number, found, None), [record.id for record in signed_records(found)]
                    case frame.CLOSING:
                        number += 1
            except InvalidInput as error:
                raise Damaged(f"segment {number}, byte {found.offset}: {error}; run `steme fsck`") from error


class _Reasons:
    """Whether a record is an erasure of one of these ids, and not one too many of them."""

    def __init__(self, targets: set[bytes]) -> None:
        self._left = dict.fromkeys((target.hex() for target in targets), _MOST_ERASURES)

    def __call__(self, record: Record) -> bool:
        from repo_format import objects  # with it comes msgspec

        if record.payload is None or _ERASURE not in record.payload:
            return False
        try:
            target = getattr(objects.read(record.payload), "target", "")
        except InvalidInput:
            return False
        if not self._left.get(target):
            return False
        self._left[target] -= 1
        return True


def _patiently(log: Log) -> LogHistory:
    """The history; read again where a writer has changed under our eyes what then looks like damage."""
    for attempt in range(_TRIES):
        try:
            return LogHistory(log)
        except (Damaged, FileNotFoundError) as error:
            log.close()
            if attempt == _TRIES - 1:
                raise Damaged(str(error)) from error
            time.sleep(_PAUSE)
    raise AssertionError


def _close(log: Log) -> None:
    log.close()
    log.directory.close()
