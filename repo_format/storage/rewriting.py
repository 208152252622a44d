"""Rewriting the log: the same objects, seqs, commits, heads and refs in other bytes (docs/format/repository.md,
section 7).

Everything is written beside what there is, read again from there, and takes its place in one swap
(``swapping.py``). Until then nothing has changed; an error or a death on the way leaves debris that the next writer
removes.
"""

from __future__ import annotations

from itertools import zip_longest

from repo_format import frame, segment
from repo_format.errors import Damaged, MalformedObject
from repo_format.storage import index, leftovers, recovery, rotation, swapping, tables
from repo_format.storage.index import Index
from repo_format.storage.lock import WriterLock
from repo_format.storage.log import Log
from repo_format.storage.log_writer import LogWriter
from repo_format.storage.snapshot import Watermark
from repo_format.storage.transaction import Transaction

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Protocol

    from repo_format.frame import Frame
    from repo_format.storage.snapshot import Snapshot
    from repo_format.storage.store import Store

    Written = tuple[int, int, bytes]
    """Kind, flags and body of a frame that is written."""

    class Change(Protocol):
        """What becomes of the frames of a log; openings, commits and closings are not asked about."""

        def frame(self, found: Frame) -> Iterable[Written]:
            """What stands in place of a frame."""

        def end(self) -> Iterable[Written]:
            """What is still held back when a transaction ends."""


class Rewriting:
    """A log that is being written beside the one of ``store``, whose lock must be held until ``put_in_place``.

    ``before`` and ``after`` are bytes of log.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        store.directory.remove_directory(swapping.NEXT)
        self._directory = store.directory.make(swapping.NEXT)
        self.log = Log(self._directory)
        self.before = self.after = 0
        self._index: Index | None = None
        self._name = ""

    def writer(self, created: int) -> LogWriter:
        """What writes the segments; ``created`` is the time in the first opening."""
        return LogWriter(self._directory, self._store.repository_id, created)

    def copy(self, change: Change, advance: Callable[[int], None] | None = None) -> None:
        """Write the whole log of the store anew; it must end well. Raises Damaged, StorageFailed."""
        old = self._store.log
        out = self.writer(_created(old))
        chain = frame.START
        try:
            for number in old.numbers():
                out.go_to(number)
                for found in old.scan(number, 0, chain):
                    chain = found.chain
                    _pass_on(out, found, change)
                    self.before += found.end - found.offset
                    if advance is not None:
                        advance(found.end - found.offset)
            out.finish()
        except MalformedObject as error:
            raise Damaged(f"the log is damaged ({error}); run `steme fsck`") from error
        finally:
            out.let_go()
        self.after = out.size

    def build_index(self, advance: Callable[[int], None] | None = None) -> None:
        """Make the index of the new log by reading all of it strictly. Raises Damaged, StorageFailed."""
        store = self._store
        self._name = index.begin_new(store.directory, store.repository_id)
        self._index = fresh = Index(store.directory, store.repository_id, self._name)
        fresh.open()
        opening = self.log.read(1, 0)
        first = Watermark(1, opening.end, 0, opening.chain, 0, 1)
        with fresh.write() as txn:
            txn.put(tables.WATERMARK, first.encode(), db=fresh.databases[tables.META])
        end = recovery.find_end(self.log, first, may_be_torn=False)
        recovery.replay(self.log, fresh, first, end, advance)

    def check_same(self) -> None:
        """Compare the new log with that of the store, by their indexes: ids with their seqs, heads, refs.

        Raises Damaged where they differ; then nothing has changed.
        """
        store = self._store
        with (
            store.index.snapshot(store.log, store.lock, 0) as before,
            self.snapshot() as after,
        ):
            for name in (tables.IDS, tables.HEADS, tables.REFS, tables.FOREIGN):
                with (
                    before.txn.cursor(before.databases[name]) as old,
                    after.txn.cursor(after.databases[name]) as new,
                ):
                    if any(one != other for one, other in zip_longest(old, new)):
                        raise Damaged(
                            "the log that was written does not hold what the old one does; nothing was changed"
                        )

    @property
    def index(self) -> Index:
        """The index of the new log, once it was built."""
        if self._index is None:
            raise ValueError("the index was not built")
        return self._index

    def snapshot(self) -> Snapshot:
        """The state of the new log, as a context manager."""
        return self.index.snapshot(self.log, self._store.lock, 0)

    def begin(self) -> Transaction:
        """A transaction on the new log; what it commits becomes part of the repository with the swap."""
        with self.snapshot() as view:
            mark = view.watermark
        return Transaction(self.log, self.index, _Kept(), self._store.repository_id, mark)

    def put_in_place(self) -> None:
        """Let the new log and its index be those of the store. Raises StorageFailed."""
        self.after = sum(self.log.size(number) for number in self.log.numbers())
        self.index.leave_clean()
        self.index.close()
        swapping.swap(self._store.directory, self._name)
        self._index = None
        self._store.catch_up()

    def close(self) -> None:
        """Close everything, and remove what was not put in place."""
        if self._index is not None:
            self._index.close()
            self._store.directory.remove_directory(self._name)
        self.log.close()
        self._directory.close()
        swapping.settle(self._store.directory)


class _Kept(WriterLock):
    """The lock of a transaction on a log that nobody else knows of: the rewriting holds the real one."""

    def __init__(self) -> None:
        """Nothing to lock."""

    def release(self) -> None:
        """Nothing: others have to wait for the swap."""


def ready(store: Store) -> None:
    """What must be done before the log of a store is rewritten, under the lock: nothing is left over, nothing is
    half done, and there is a segment that grows. Raises Damaged, StorageFailed.
    """
    leftovers.sweep(store.directory)
    mark = store.catch_up()  # which may open another log
    rotation.rotate(store.log, store.index, store.repository_id, mark)


def _created(log: Log) -> int:
    return segment.decode_opening(log.read(1, 0).body).created


def _pass_on(out: LogWriter, found: Frame, change: Change) -> None:
    match found.kind:
        case frame.OPENING | frame.CLOSING:
            pass
        case frame.COMMIT:
            _put_all(out, change.end())
            out.commit(found.body)
        case _:
            _put_all(out, change.frame(found))


def _put_all(out: LogWriter, written: Iterable[Written]) -> None:
    for kind, flags, body in written:
        out.put(kind, body, flags)
