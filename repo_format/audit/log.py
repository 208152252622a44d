"""The file of audit records: appended to under a lock of its own, strictly read (docs/format/audit.md, section 3).

``.steme/audit/records.seg`` only ever grows. What a crash left at its end was never acknowledged; the next append moves
it to ``lost/``. Anything else that is not what was written is damage: it is reported, and nothing is appended to it.
"""

from __future__ import annotations

import os
from contextlib import contextmanager

from repo_format import frame, limits
from repo_format.audit import frames
from repo_format.audit.frames import AuditRecord
from repo_format.errors import Damaged, FromTheFuture, MalformedObject, NotFound, StorageFailed, shown
from repo_format.storage.directory import Directory, write_all
from repo_format.storage.layout import LOST
from repo_format.storage.lock import WriterLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDER = "audit"
FILE = "records.seg"
_BUFFER = 1 << 20
_BEGINNING = frame.HEADER.pack(frame.MAGIC, limits.FORMAT_VERSION, frame.AUDIT, 0, 0)[:6]
"""How every frame of an audit log begins."""


class Reader:
    """Goes through the records in a file from its beginning; iterate over it once.

    Afterwards ``end`` and ``chain`` say where the last good record ends, ``problem`` why it is not the end of the file
    (None where it is), and ``is_torn`` whether a crash explains that. What is appended meanwhile is not looked at.
    """

    def __init__(self, fd: int, chain: bytes) -> None:
        self._fd = fd
        self._size = os.fstat(fd).st_size
        self._at = 0
        self.end = 0
        self.chain = chain
        self.problem: MalformedObject | FromTheFuture | None = None
        self.is_torn = False

    def __iter__(self) -> Iterator[AuditRecord]:
        try:
            yield from self._records()
        except (MalformedObject, FromTheFuture) as error:
            self.problem = error
            self.is_torn = isinstance(error, MalformedObject) and not self._goes_on() and not self._is_complete()

    def _records(self) -> Iterator[AuditRecord]:
        parts: list[frame.Frame] = []
        for found in self._frames():
            parts.append(found)
            if not frames.left(found):
                frames.check(parts)
                record = AuditRecord(parts)
                yield record
                self.end, self.chain, parts = record.end, record.id, []
        if parts:
            raise MalformedObject("record", f"at byte {self.end} breaks off")

    def _frames(self) -> Iterator[frame.Frame]:
        chain = self.chain
        with open(self._fd, "rb", buffering=_BUFFER, closefd=False) as file:
            file.seek(0)
            while self._at < self._size:
                data = file.read(min(frame.OVERHEAD, self._size - self._at))
                length = frame.parse_header(data)[2]
                data += file.read(min(length, self._size - self._at - len(data)))
                found = frame.parse(data, 0, self._at)
                if not frame.follows(found, chain):
                    raise MalformedObject("frame", f"at byte {self._at} does not continue the chain")
                yield found
                self._at, chain = found.end, found.chain

    def _goes_on(self) -> bool:
        """Whether another frame begins behind the bad one: JSON holds no control characters, so no body looks so."""
        at = self._at + 1
        while at < self._size:
            piece = os.pread(self._fd, min(_BUFFER, self._size - at), at)
            if _BEGINNING in piece:
                return True
            at += max(len(piece) - len(_BEGINNING) + 1, 1)
        return False

    def _is_complete(self) -> bool:
        """Whether the file ends as a record does that began behind the last good one."""
        return _size_at(self._fd, self._size) == self._size - self.end


class AuditLog:
    """The audit log of the repository in ``directory`` (its ``.steme``), whose id is ``repository_id``."""

    def __init__(self, directory: Directory, repository_id: bytes) -> None:
        self._above = directory
        self._start = frames.start(repository_id)
        self.place = f"{directory.path}/{FOLDER}/{FILE}"

    def records(self) -> Iterator[AuditRecord]:
        """Every record in order, the chain checked; none where nothing was ever recorded.

        Raises Damaged at the first thing that is not what was written, FromTheFuture, Refused, StorageFailed.
        """
        with self._opened() as fd:
            if fd is not None:
                reader = Reader(fd, self._start)
                yield from reader
                self._require_sound(reader)

    def newest(self) -> Iterator[AuditRecord]:
        """Every record from the last one back, read from the end of the file: a few cost a few, however many there are.

        Of each it is checked that it follows the one before it; who wants all of the chain checked wants ``records``.
        Raises as ``records``. Where the file does not end in a record, all of it is read first.
        """
        with self._opened() as fd:
            size = 0 if fd is None else os.fstat(fd).st_size
            if fd is None or not size:
                return
            if _quick_end(fd, size, self._start) is None:
                yield from reversed(list(self.records()))
                return
            try:
                yield from _backwards(fd, size, self._start)
            except MalformedObject as error:
                raise self._damaged(error) from error

    @contextmanager
    def _opened(self) -> Iterator[int | None]:
        """A descriptor of the file, None where nothing was ever recorded."""
        try:
            directory = Directory.open(FOLDER, self._above)
        except NotFound:
            yield None
            return
        try:
            fd = directory.open_file(FILE, os.O_RDONLY)
        except FileNotFoundError:
            yield None
            return
        finally:
            directory.close()
        try:
            yield fd
        except OSError as error:
            raise StorageFailed(f"cannot read {shown(self.place)}: {error.strerror}") from error
        finally:
            os.close(fd)

    def append(self, payloads: Sequence[bytes], timeout: float) -> list[bytes]:
        """Append records, durable on return; their ids.

        Waits at most ``timeout`` seconds for others who append. Raises Busy, StorageFailed, Refused, Damaged,
        FromTheFuture; then nothing was recorded.
        """
        directory = self._above.make(FOLDER)
        lock = WriterLock(directory)
        try:
            lock.acquire(timeout)
            try:
                return self._append(directory, payloads)
            finally:
                lock.release()
        finally:
            directory.close()

    def _append(self, directory: Directory, payloads: Sequence[bytes]) -> list[bytes]:
        fd = directory.open_file(FILE, os.O_RDWR | os.O_CREAT)
        try:
            size = os.fstat(fd).st_size
            end, chain = _quick_end(fd, size, self._start) or self._careful_end(fd, size)
            written: list[bytes] = []
            made: list[bytes] = []
            for payload in payloads:
                data, chain = frames.encode(payload, chain)
                written.append(data)
                made.append(chain)
            self._write(fd, b"".join(written), end)
            if not end:
                directory.sync()
                self._above.sync()
            return made
        except OSError as error:
            raise StorageFailed(f"cannot write {shown(self.place)}: {error.strerror}; nothing was recorded") from error
        finally:
            os.close(fd)

    @staticmethod
    def _write(fd: int, data: bytes, end: int) -> None:
        try:
            write_all(fd, data, end)
            os.fdatasync(fd)
        except OSError:
            os.ftruncate(fd, end)
            raise

    def _careful_end(self, fd: int, size: int) -> tuple[int, bytes]:
        """The end of the last record by reading all of them; what a crash left behind it is put aside."""
        reader = Reader(fd, self._start)
        for _ in reader:
            pass
        self._require_sound(reader)
        if reader.end < size:
            lost = self._above.make(LOST)
            try:
                lost.write_file(f"{FOLDER}-{reader.end:012d}", os.pread(fd, size - reader.end, reader.end))
            finally:
                lost.close()
            os.ftruncate(fd, reader.end)
            os.fsync(fd)
        return reader.end, reader.chain

    def _require_sound(self, reader: Reader) -> None:
        if isinstance(reader.problem, FromTheFuture):
            raise reader.problem
        if reader.problem is not None and not reader.is_torn:
            raise self._damaged(reader.problem)

    def _damaged(self, problem: MalformedObject) -> Damaged:
        way = f"`steme fsck` says more; put the file back from a backup, or move the folder {FOLDER} away"
        return Damaged(f"{shown(self.place)} is not what was recorded ({problem}); {way}")


def _quick_end(fd: int, size: int, start: bytes) -> tuple[int, bytes] | None:
    """The end of the last record if the file ends with one that follows the one before it; else None."""
    if not size:
        return 0, start
    try:
        last = _before(fd, size)
        chain = _before(fd, last[0].offset)[-1].chain if last[0].offset else start
    except (MalformedObject, FromTheFuture):
        return None
    for part in last:
        if not frame.follows(part, chain):
            return None
        chain = part.chain
    return size, chain


def _backwards(fd: int, end: int, start: bytes) -> Iterator[AuditRecord]:
    """The records that end at ``end``, before that, and so on. Raises MalformedObject, FromTheFuture."""
    parts = _before(fd, end)
    while parts:
        earlier = _before(fd, parts[0].offset) if parts[0].offset else []
        chain = earlier[-1].chain if earlier else start
        for part in parts:
            if not frame.follows(part, chain):
                raise MalformedObject("frame", f"at byte {part.offset} does not continue the chain")
            chain = part.chain
        yield AuditRecord(parts)
        parts = earlier


def _before(fd: int, end: int) -> list[frame.Frame]:
    """The frames of the record that ends at ``end``, their chain not looked at. Raises MalformedObject."""
    size = _size_at(fd, end)
    offset = end - size
    if not 0 < size <= min(end, 2 * frames.MAX_RECORD):
        raise MalformedObject("record", f"before byte {end} has an impossible size")
    data, parts, at = os.pread(fd, size, offset), list[frame.Frame](), 0
    while at < len(data):
        parts.append(frame.parse(data, at, offset + at))
        at = parts[-1].end - offset
    frames.check(parts)
    return parts


def _size_at(fd: int, end: int) -> int:
    """The last four bytes before ``end`` as a number, 0 where there are fewer."""
    data = os.pread(fd, frames.SIZE.size, end - frames.SIZE.size) if end >= frames.SIZE.size else b""
    size: int = frames.SIZE.unpack(data)[0] if len(data) == frames.SIZE.size else 0
    return size
