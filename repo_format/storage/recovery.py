"""Following the log: finding its valid end, cutting off what a crash left behind it, and replaying it into the index.

All of this happens under the writer's lock. The rule (docs/format/segments.md, section 5): frames behind the last valid
commit frame of the last segment never existed. Damage anywhere before that is not a crash but bit rot, and nothing here
touches it: ``Damaged`` is raised and ``steme fsck`` tells more.
"""

from __future__ import annotations

import os

from repo_format import frame, head, ids, objects, refs, seal, segment
from repo_format.errors import BadSignature, Damaged, InvalidInput, MalformedObject, StorageFailed
from repo_format.record import sealed_records, signed_records
from repo_format.storage import tables
from repo_format.storage.head_rows import put_commit, put_foreign, put_ref
from repo_format.storage.indexer import Indexer
from repo_format.storage.log import Log
from repo_format.storage.snapshot import Watermark
from repo_format.storage.trie import NewIds, Trie

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import lmdb

    from repo_format.objects import Payload
    from repo_format.record import Record
    from repo_format.storage.directory import Directory
    from repo_format.storage.index import Index

_SEARCH = 1 << 20
_COPIED = 4 << 20
_OBJECTS_PER_TRANSACTION = 100_000
_COMMIT_HEADER = frame.HEADER.pack(frame.MAGIC, 1, frame.COMMIT, 0, segment.COMMIT_BYTES)


_ENDS = frozenset((frame.OPENING, frame.COMMIT, frame.CLOSING))
"""Frames behind which a log may end; behind a closing only where its segment was sealed and has no successor yet."""


class End:
    """Where a scan of the log ended well: behind the last commit, opening or closing, and the chain hash there."""

    __slots__ = ("chain", "commits", "offset", "segment")

    def __init__(self, number: int, offset: int, chain: bytes, commits: int) -> None:
        self.segment = number
        self.offset = offset
        self.chain = chain
        self.commits = commits


def find_end(log: Log, start: Watermark, may_be_torn: bool = True) -> End:
    """The end of the last valid commit at or after ``start``, every frame on the way checked against the chain.

    Raises Damaged when a bad frame stands in a sealed segment, or in the last one with a commit behind it that could
    only have been written after this one was durable: a later one, or, unless the machine may have stopped in the
    midst of a write (``may_be_torn``), any.
    """
    end = End(start.segment, start.end, start.chain, start.commit)
    numbers = [number for number in log.numbers() if number >= start.segment]
    if not numbers or numbers[0] != start.segment:
        raise Damaged(f"segment {start.segment} is missing from {log.directory.path}; run `steme fsck`")
    for number in numbers:
        end = _end_in(log, number, end, may_be_torn)
    return end


def _end_in(log: Log, number: int, before: End, may_be_torn: bool) -> End:
    """Where the log ends well if segment ``number`` is its last; until there it ends at ``before``."""
    end, growing = before, log.is_active(number)
    at, last = before.offset if number == before.segment else 0, frame.CLOSING
    try:
        for found in log.scan(number, at, before.chain):
            at, last = found.end, found.kind
            if last in _ENDS and not (growing and last == frame.CLOSING):
                commits = segment.decode_commit(found.body).number if last == frame.COMMIT else end.commits
                end = End(number, at, found.chain, commits)
    except MalformedObject as error:
        if not growing or _has_commit(log, number, at, above=end.commits + may_be_torn):
            raise Damaged(f"segment {number} is damaged ({error}); run `steme fsck`") from error
    if not growing and last != frame.CLOSING:
        raise Damaged(f"segment {number} was sealed and does not end with its closing; run `steme fsck`")
    return end


def _has_commit(log: Log, number: int, offset: int, above: int) -> bool:
    """Whether somewhere behind ``offset`` stands a signed commit with a number greater than ``above``.

    A commit by two greater than the last good one is only written once the one between them was durable.
    """
    fd, base, window = log.descriptor(number), offset, b""
    while True:
        more = os.pread(fd, _SEARCH, base + len(window))
        window += more
        at = window.find(_COMMIT_HEADER)
        while at >= 0 and at + frame.OVERHEAD + segment.COMMIT_BYTES <= len(window):
            if _is_later(window[at:], above):
                return True
            at = window.find(_COMMIT_HEADER, at + 1)
        if not more:
            return False
        keep = frame.OVERHEAD + segment.COMMIT_BYTES
        base, window = base + max(0, len(window) - keep), window[-keep:]


def _is_later(data: bytes, above: int) -> bool:
    try:
        commit = segment.decode_commit(frame.parse(data).body)
        commit.head.check()
    except (InvalidInput, BadSignature):
        return False
    return commit.number > above


def settle(log: Log, end: End) -> None:
    """Put on the disk what a process may have written and not synced before it died, names of segments included.

    Only then may anything be built upon it: an object that is here already is acknowledged without another write.
    """
    try:
        os.fdatasync(log.descriptor(end.segment))
    except OSError as error:
        raise StorageFailed(f"the disk did not take the log: {error.strerror}") from error
    log.directory.sync()


def cut_tail(log: Log, end: End, lost: Directory) -> int:
    """Move what stands behind ``end`` to the directory ``lost``, durably, and cut it off; returns the number of bytes.

    The bytes are kept because a tail may be all that is left of something; nothing reads them again by itself.
    """
    fd = log.descriptor(end.segment)
    size = os.fstat(fd).st_size
    if size <= end.offset:
        return 0
    name = f"tail-{end.segment:08d}-{end.offset:012d}"
    try:
        lost.write_pieces(name, _pieces(fd, end.offset, size))
    except StorageFailed:
        if _has_commit(log, end.segment, end.offset, above=end.commits):
            raise  # only debris without a commit may go when the disk has no room to keep it
    try:
        writable = log.directory.open_file("active.seg", os.O_RDWR)
        try:
            os.ftruncate(writable, end.offset)
            os.fsync(writable)
        finally:
            os.close(writable)
    except OSError as error:
        raise StorageFailed(f"cannot cut off the unfinished end of the log: {error.strerror}") from error
    return size - end.offset


def _pieces(fd: int, offset: int, end: int) -> Iterator[bytes]:
    """What a killed import left may be larger than memory."""
    while offset < end:
        piece = os.pread(fd, min(_COPIED, end - offset), offset)
        if not piece:
            return
        yield piece
        offset += len(piece)


def replay(
    log: Log,
    index: Index,
    start: Watermark,
    end: End,
    advance: Callable[[int], None] | None = None,
    read: Callable[[bytes], Payload] = objects.read,
) -> None:
    """Apply the log between two places to the index; ``find_end`` has checked the frames.

    Every LMDB transaction ends at a commit and carries its watermark, so being interrupted costs only time. Raises
    Damaged when a root in the log is not the root of the objects before it.
    """
    mark = start
    while (mark.segment, mark.end) < (end.segment, end.offset):
        before = mark
        with index.write() as txn:
            mark = Replay(log, txn, index.databases, mark, read).run(end, advance)
        if (mark.segment, mark.end) <= (before.segment, before.end):
            raise Damaged(f"segment {end.segment} has no commit that ends at byte {end.offset}; run `steme fsck`")


class Replay:
    """One LMDB transaction of a replay: at most about 100,000 objects, whole commits."""

    def __init__(
        self,
        log: Log,
        txn: lmdb.Transaction[bytes],
        databases: dict[str, lmdb._Database],
        start: Watermark,
        read: Callable[[bytes], Payload],
    ) -> None:
        self._log = log
        self._read = read
        self._txn = txn
        self._databases = databases
        self._indexer = Indexer(txn, databases)
        self._mark = start
        self._seq = start.next_seq
        self._new = NewIds(start.next_seq - 1)
        self._seal: tuple[int, seal.Seal] | None = None
        self._commit: segment.Commit | None = None

    def run(self, end: End, advance: Callable[[int], None] | None = None) -> Watermark:
        """Apply frames from the watermark on until ``end`` or until this transaction is large; the new watermark.

        ``advance`` is called with the bytes of every frame.
        """
        mark, number = self._mark, self._mark.segment
        offset, chain = mark.end, mark.chain
        while True:
            for found in self._log.scan(number, offset, chain):
                chain = found.chain
                try:
                    self._apply(number, found)
                except MalformedObject as error:
                    place = f"segment {number}, byte {found.offset}"
                    raise Damaged(f"{place}: {error}; run `steme fsck`") from error
                if advance is not None:
                    advance(found.end - found.offset)
                done = (number, found.end) >= (end.segment, end.offset)
                if done or (found.kind == frame.COMMIT and len(self._new) >= _OBJECTS_PER_TRANSACTION):
                    return self._finish()
            number, offset = number + 1, 0

    def _apply(self, number: int, found: frame.Frame) -> None:
        match found.kind:
            case frame.SIGNED:
                self._add(signed_records(found, self._seq), number, found.offset, 0, 0)
            case frame.SEAL:
                self._seal = (found.offset, seal.Seal.decode(found.body))
            case frame.BLOCK:
                if self._seal is None:
                    raise MalformedObject("block", "comes before any seal")
                offset, proof = self._seal
                position = int.from_bytes(found.body[32:34], "big")
                self._add(sealed_records(found, proof, self._seq), number, found.offset, offset, position)
            case frame.FOREIGN_HEAD:
                put_foreign(self._txn, self._databases, head.decode(found.body))
            case frame.REF:
                name, _, new = refs.decode(found.body)
                put_ref(self._txn, self._databases, name, new)
            case frame.COMMIT:
                self._commit = segment.decode_commit(found.body)
                put_commit(self._txn, self._databases, self._commit, self._seq, number, found.offset)
        if found.kind in _ENDS:
            self._seal = None
            commits = self._commit.number if self._commit else self._mark.commit
            self._mark = Watermark(number, found.end, found.offset, found.chain, commits, self._seq)

    def _add(self, records: list[Record], number: int, offset: int, seal_offset: int, position: int) -> None:
        row = tables.BLOCK_ROW.pack(number, offset, len(records), seal_offset, position)
        self._txn.put(tables.U32.pack(self._seq), row, db=self._databases[tables.BLOCKS], append=True)
        known = self._databases[tables.IDS]
        for record in records:
            if not self._txn.put(record.id, tables.U32.pack(record.seq), overwrite=False, db=known):
                raise Damaged(f"the log holds object {record.id.hex()[:12]} twice; run `steme fsck`")
            if record.payload is not None:
                if record.seal is not None and ids.object_id(record.payload) != record.id:
                    raise Damaged(
                        f"object {record.id.hex()[:12]} does not have the bytes its id names; run `steme fsck`"
                    )
                self._indexer.add(record.seq, record.id, self._read(record.payload))
            self._new.listed.append(record.id)
        self._seq += len(records)
        self._new.shorten()

    def _finish(self) -> Watermark:
        self._indexer.finish()
        root = self._new.put_into(Trie(self._txn, self._databases))
        if self._commit is not None and root != self._commit.head.root:
            raise Damaged(f"commit {self._commit.number} names another root than its objects have; run `steme fsck`")
        self._txn.put(tables.WATERMARK, self._mark.encode(), db=self._databases[tables.META])
        return self._mark
