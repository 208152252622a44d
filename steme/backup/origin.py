"""The log that a backup is made of, while others write to it: how far each segment is good at this moment.

No lock is taken and the index is not opened. What is looked at ends with a commit, and is put on the disk before it is
copied: a commit that its writer could not sync and took back must not live on in a backup.
"""

from __future__ import annotations

import os
import time

from repo_format import frame, segment
from repo_format.audit import log as audit_log
from repo_format.errors import Damaged, MalformedObject, StorageFailed
from repo_format.storage import recovery
from repo_format.storage.layout import CONFIG_FILE, DIRECTORY, LOG
from repo_format.storage.log import ACTIVE, sealed_name
from repo_format.storage.snapshot import Watermark
from repo_format.storage.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.frame import Frame
    from repo_format.head import Head
    from steme.backup.manifest import Manifest

_PIECE = 4 << 20
_TRIES = 6


class Mark:
    """A place at which a log may end: behind a commit, an opening, or the closing of a sealed segment (``closed``).

    ``last`` is where the frame before it begins, ``chain`` its chain hash; ``commits`` and ``objects`` count from the
    beginning of the log; ``head`` is the last commit's, 193 bytes, empty before the first.
    """

    __slots__ = ("chain", "closed", "commits", "head", "last", "number", "objects", "offset")

    def __init__(self) -> None:
        self.number = 1
        self.offset = self.last = self.commits = self.objects = 0
        self.chain = frame.START
        self.head = b""
        self.closed = False

    @classmethod
    def of(cls, manifest: Manifest) -> Mark:
        """Where a backup ends."""
        mark, last = cls(), manifest.last
        mark.number, mark.offset, mark.last = last.number, last.size, last.last
        mark.commits, mark.objects, mark.closed = last.commits, last.objects, last.closed
        mark.chain, mark.head = bytes.fromhex(last.chain), bytes.fromhex(manifest.head or "")
        return mark

    def after(self, found: Frame) -> Mark:
        """The mark behind a frame of the same segment."""
        mark = Mark()
        mark.number, mark.offset, mark.last, mark.chain = self.number, found.end, found.offset, found.chain
        mark.commits, mark.objects, mark.head = self.commits, self.objects, self.head
        mark.closed = found.kind == frame.CLOSING
        if found.kind == frame.COMMIT:
            commit = segment.decode_commit(found.body)
            mark.commits, mark.objects, mark.head = commit.number, commit.head.count, commit.head.encode()
        return mark

    def next_segment(self) -> Mark:
        """The mark before the first byte of the segment that follows a closed one."""
        mark = Mark()
        mark.number, mark.chain = self.number + 1, self.chain
        mark.commits, mark.objects, mark.head = self.commits, self.objects, self.head
        return mark


class Origin:
    """The log of the repository in the directory ``path``. ``first_time`` is that of the first commit it came by.

    Raises NotARepository, Refused, FromTheFuture, Damaged.
    """

    def __init__(self, path: str) -> None:
        self._store = Store.open_log(path)
        self.log = self._store.log
        self.directory = self._store.directory
        self.repository_id = self._store.repository_id
        self.first_time: int | None = None
        self._inodes: dict[int, int] = {}

    def close(self) -> None:
        """Close everything."""
        self._store.close()

    def has(self, mark: Mark) -> bool:
        """Whether the log has what it had up to ``mark``, byte for byte: the chain hash there vouches for all of it."""
        if mark.number not in self.numbers() or self.log.size(mark.number) < mark.offset:
            return False
        try:
            found = self.log.read(mark.number, mark.last)
        except Damaged:
            return False
        return found.chain == mark.chain and found.end == mark.offset

    def numbers(self) -> list[int]:
        """The numbers of the segments; a list made while one was being sealed is made again. Raises Damaged."""
        for attempt in range(_TRIES):
            try:
                found = self.log.numbers()
            except FileNotFoundError:
                found = []
            if found and found == list(range(1, found[-1] + 1)):
                return found
            time.sleep(0.01 * attempt)
        raise Damaged(f"segments are missing from {self.log.directory.path}; run `steme fsck`")

    def follow(self, mark: Mark) -> Iterator[Mark]:
        """The end of each segment from ``mark`` on, in order, as far as there is anything behind it; durable each.

        Raises Damaged where the log is not what was written, StorageFailed.
        """
        mark = mark.next_segment() if mark.closed else mark
        for _ in range(len(self.numbers()) - mark.number + 1):
            end = self._end(mark)
            if end.offset > mark.offset:
                self._sync(end.number)
                yield end
            if not end.closed:
                return
            mark = end.next_segment()

    def head_of(self, commit: int) -> Head | None:
        """The head of a commit by its number, found by reading the log; None where there is none. Raises Damaged."""
        chain = frame.START
        for number in self.numbers():
            try:
                for found in self.log.scan(number, 0, chain):
                    chain = found.chain
                    if found.kind == frame.COMMIT:
                        read = segment.decode_commit(found.body)
                        if read.number == commit:
                            return read.head
            except MalformedObject as error:
                if self.log.is_active(number):
                    return None
                raise Damaged(f"segment {number} is damaged ({error}); run `steme fsck`") from error
        return None

    def was_replaced(self) -> bool:
        """Whether a segment that was read is another file by now: somebody has rewritten the log meanwhile."""
        directory = self.log.directory
        for number, inode in self._inodes.items():
            status = directory.check_file(sealed_name(number)) or directory.check_file(ACTIVE)
            if status is None or status.st_ino != inode:
                return True
        return False

    def bytes_behind(self, mark: Mark) -> int:
        """About how many bytes of log there are behind ``mark``."""
        numbers = [number for number in self.numbers() if number >= mark.number]
        return max(0, sum(self.log.size(number) for number in numbers) - mark.offset)

    def pieces(self, number: int, start: int, end: int) -> Iterator[bytes]:
        """The bytes of a segment between two places."""
        while start < end:
            piece = self.log.read_bytes(number, start, min(_PIECE, end - start))
            if not piece:
                raise StorageFailed(f"segment {number} became shorter while it was copied; try again")
            yield piece
            start += len(piece)

    def _end(self, mark: Mark) -> Mark:
        """The last good place in the segment of ``mark``, which lies before it."""
        for attempt in range(_TRIES):
            is_sealed = self.log.directory.check_file(sealed_name(mark.number)) is not None
            try:
                mark, problem = self._walk(mark, is_sealed), "it does not end with its closing"
            except _BrokenOff as broken:
                mark, problem = broken.mark, str(broken)
                if not is_sealed and self._is_tail(mark):
                    return mark
            else:
                if mark.closed or not is_sealed:
                    return mark
            time.sleep(0.05 * attempt)  # a writer may have been in the midst of it
        raise Damaged(f"segment {mark.number} is damaged ({problem}); run `steme fsck`")

    def _walk(self, mark: Mark, is_sealed: bool) -> Mark:
        self._inodes[mark.number] = os.fstat(self.log.descriptor(mark.number)).st_ino
        try:
            for found in self.log.scan(mark.number, mark.offset, mark.chain):
                if found.kind == frame.COMMIT and self.first_time is None:
                    self.first_time = segment.decode_commit(found.body).head.time
                if found.kind in (frame.OPENING, frame.COMMIT) or (found.kind == frame.CLOSING and is_sealed):
                    mark = mark.after(found)
        except MalformedObject as error:
            raise _BrokenOff(mark, error) from error
        return mark

    def _is_tail(self, mark: Mark) -> bool:
        """Whether what stands behind ``mark`` in the growing segment is what a writer has not finished."""
        start = Watermark(mark.number, mark.offset, mark.last, mark.chain, mark.commits, mark.objects + 1)
        try:
            end = recovery.find_end(self.log, start, self._store.index.may_be_torn())
        except (Damaged, FileNotFoundError):
            return False
        return (end.segment, end.offset) == (mark.number, mark.offset)

    def _sync(self, number: int) -> None:
        try:
            os.fdatasync(self.log.descriptor(number))
        except OSError as error:
            raise StorageFailed(f"the disk did not take the log: {error.strerror}") from error


class _BrokenOff(Exception):
    """A walk ended at a frame that is not good."""

    def __init__(self, mark: Mark, problem: MalformedObject) -> None:
        super().__init__(str(problem))
        self.mark = mark


def look(path: str) -> list[tuple[int, int, int]]:
    """What changes whenever there is something new to copy, for a few calls of the system and no more."""
    found = []
    for name in (f"{LOG}/{ACTIVE}", f"{audit_log.FOLDER}/{audit_log.FILE}", CONFIG_FILE):
        try:
            status = os.stat(f"{path}/{DIRECTORY}/{name}", follow_symlinks=False)
            found.append((status.st_ino, status.st_size, status.st_mtime_ns))
        except FileNotFoundError:
            found.append((0, 0, 0))
    return found
