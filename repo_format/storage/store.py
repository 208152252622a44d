"""The store: one repository on disk, opened once per process, with snapshots for readers and one writer at a time.

What is written is acknowledged when ``Transaction.commit`` returns: its frames are then on disk (``fdatasync``). The
index follows in the same call; should it not, whoever opens the repository next makes up for it from the log.
"""

from __future__ import annotations

import os

from repo_format import segment
from repo_format.errors import Busy, Damaged, NotFound, StorageFailed
from repo_format.storage import index, leftovers, swapping, tables
from repo_format.storage.directory import Directory, check_filesystem, shown_path
from repo_format.storage.index import Index
from repo_format.storage.layout import DIRECTORY, LOST, lay_out, read_repository_id, undo
from repo_format.storage.lock import WriterLock, unlock
from repo_format.storage.log import Log, sealed_name
from repo_format.storage.snapshot import Watermark

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    import lmdb

    from repo_format.storage.recovery import End
    from repo_format.storage.snapshot import Snapshot
    from repo_format.storage.transaction import Transaction

DEFAULT_TIMEOUT = 30.0
_REPLACEMENTS = 100  # so often the index may be replaced while a snapshot is begun; each takes somebody a rebuild


class Store:
    """Use ``Store.open`` or ``Store.create``. Safe to share between threads, not to carry through a ``fork``."""

    def __init__(self, directory: Directory, repository_id: bytes) -> None:
        self.directory = directory
        self.repository_id = repository_id
        self.log = Log(swapping.open_log(directory))
        self.lock = WriterLock(directory)
        self.index = Index(directory, repository_id)
        self._swept = False

    @classmethod
    def create(cls, parent: str, repository_id: bytes, created: int) -> Store:
        """Make ``PARENT/.steme`` with an empty log and open it; ``repository_id`` is 16 bytes, ``created``
        microseconds.

        Raises Refused when there is one already, or where none may be (network file systems); StorageFailed.
        """
        lay_out(parent, repository_id, created)
        try:
            return cls.open(parent)
        except BaseException:
            undo(parent)
            raise

    @classmethod
    def open(cls, parent: str, timeout: float = DEFAULT_TIMEOUT) -> Store:
        """Open ``PARENT/.steme`` and bring its index up to the log.

        Raises NotARepository, Refused (links, a foreign owner, a network file system), FromTheFuture, Damaged. When
        another process is writing, the index is used as it stands.
        """
        store = cls.open_log(parent)
        try:
            store.open_index(timeout)
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def open_log(cls, parent: str) -> Store:
        """Open ``PARENT/.steme`` without a look at its index, to ``rebuild`` it whatever is wrong with it.

        Raises NotARepository, Refused, FromTheFuture, Damaged.
        """
        directory, repository_id = read_repository_id(f"{parent}/{DIRECTORY}")
        try:
            check_filesystem(directory)
            return cls(directory, repository_id)
        except BaseException:
            directory.close()
            raise

    @property
    def databases(self) -> dict[str, lmdb._Database]:
        """Handles of the index tables by name."""
        return self.index.databases

    def snapshot(self) -> Snapshot:
        """The state after the last indexed commit, as a context manager, for one answer. Raises Busy, Damaged."""
        self.index.check_process()
        for _ in range(_REPLACEMENTS):
            if not self.index.is_current:
                self.open_index(DEFAULT_TIMEOUT)
            log, file = self.log, self.index.file
            view = self.index.snapshot(log, self.lock, DEFAULT_TIMEOUT)
            if self.log is log and self.index.file == file and self.index.is_current:
                return view  # an index in its place belongs to the log in its place, so these two are a pair
            view.close()
        raise Busy(f"the index of {shown_path(self.directory.path)} is replaced again and again; try again later")

    def begin(self, timeout: float = DEFAULT_TIMEOUT) -> Transaction:
        """Take the writer's lock, waiting at most ``timeout`` seconds, and begin a transaction on the newest state.

        Raises Busy, StorageFailed (also for ever after a write of this process has failed), Damaged.
        """
        if self.log.failed:
            raise StorageFailed(f"an earlier write failed ({self.log.failed}); open the repository again")
        from repo_format.storage import rotation  # with it comes msgspec, 30 ms that a query does not need
        from repo_format.storage.transaction import Transaction

        self.index.check_process()
        self.lock.acquire(timeout)
        try:
            self._sweep()
            mark = self.catch_up()  # which may open another log
            mark = rotation.rotate(self.log, self.index, self.repository_id, mark)
            self.index.mark_dirty()
            self.index.free_readers()
            return Transaction(self.log, self.index, self.lock, self.repository_id, mark)
        except BaseException:
            self.lock.release()
            raise

    def _sweep(self) -> None:
        if not self._swept:
            leftovers.sweep(self.directory)
            self._swept = True

    def open_index(self, timeout: float = DEFAULT_TIMEOUT) -> None:
        """Open the index and bring it up to the log, or make it anew where it may not be opened.

        Raises Busy, Damaged, StorageFailed.
        """
        if not self._open_as_it_is():
            self.lock.acquire(timeout)
            try:
                self._open_or_rebuild()
            finally:
                self.lock.release()
        elif self._is_behind():
            self._try_to_catch_up()

    def _open_as_it_is(self) -> bool:
        """Open the index if it may be opened; only for reading while somebody writes, who would be waited for."""
        self.log = swapping.follow(self.log, self.directory, locked=False)
        if self.index.why_unusable():
            return False
        share = self._try_to_share()
        try:
            self.index.open(writable=share >= 0)
        except (NotFound, Damaged):
            return False
        finally:
            if share >= 0:
                unlock(share)
        return swapping.is_in_place(self.log, self.directory)

    def _open_or_rebuild(self) -> None:
        """Open the index, or make it anew where it may not be opened; the lock must be held."""
        self.log = swapping.follow(self.log, self.directory, locked=True)
        try:
            if not self.index.why_unusable():
                self.index.open()
                return
        except (NotFound, Damaged):
            pass
        self._rebuild()

    def _try_to_share(self) -> int:
        try:
            return self.lock.share(0)
        except (Busy, FileNotFoundError, StorageFailed):
            return -1

    def _mark(self) -> Watermark:
        with self.index.snapshot(self.log, self.lock, DEFAULT_TIMEOUT) as view:
            return view.watermark

    def _is_behind(self) -> bool:
        """Whether the log has grown past the index, or cannot be compared without a closer look."""
        mark = self._mark()
        sealed = os.path.exists(f"{self.log.directory.path}/{sealed_name(mark.segment)}")
        return sealed or self.log.size(mark.segment) != mark.end

    def _try_to_catch_up(self) -> None:
        try:
            self.lock.acquire(0)
        except (Busy, StorageFailed):
            return  # a writer is at work and has caught up itself, or this is a read-only place
        try:
            self.catch_up()
        except StorageFailed:
            pass  # reading needs no space on the disk
        finally:
            self.lock.release()

    def catch_up(self) -> Watermark:
        """Cut off what a crash left at the log's end and replay into the index what it lacks; the lock must be held.

        Returns the watermark, which then is the log's end. Raises Damaged when log and index contradict each other.
        """
        if not self.index.is_current:
            self._open_or_rebuild()
        elif not self.index.is_writable:
            self.index.open()
        mark = self._mark()
        self._check_mark(mark)
        if self.log.size(mark.segment) == mark.end and self.log.is_last(mark.segment):
            return mark
        from repo_format.storage import recovery  # msgspec again

        end = recovery.find_end(self.log, mark, self.index.may_be_torn())
        self._settle(end)
        if (mark.segment, mark.end) < (end.segment, end.offset):
            self.index.mark_dirty()
            recovery.replay(self.log, self.index, mark, end)
        return self._mark()

    def _settle(self, end: End) -> None:
        """Make the log end at ``end``, for certain; before the index's state can say that all is well again."""
        from repo_format.storage import recovery

        lost = self.directory.make(LOST)
        try:
            recovery.cut_tail(self.log, end, lost)
        finally:
            lost.close()
        recovery.settle(self.log, end)

    def _check_mark(self, mark: Watermark) -> None:
        """An acknowledged commit that the index knows and the log lacks is damage, never a reason to rebuild."""
        if self.log.size(mark.segment) < mark.end or self.log.read(mark.segment, mark.start).chain != mark.chain:
            raise Damaged(
                f"the log of {shown_path(self.directory.path)} lacks commit {mark.commit}, which was acknowledged; "
                "run `steme fsck`, or `steme reindex` if an older log was put back on purpose"
            )

    def rebuild(self, timeout: float = DEFAULT_TIMEOUT, advance: Callable[[int], None] | None = None) -> None:
        """Make the whole index again from the segments and put it in place of the old one (``steme reindex``).

        ``advance`` is called with numbers of bytes of the log as they are done. Raises Busy, StorageFailed, and Damaged
        where the log is; then the old index stays.
        """
        self.lock.acquire(timeout)
        try:
            self._rebuild(advance)
        finally:
            self.lock.release()

    def _rebuild(self, advance: Callable[[int], None] | None = None) -> None:
        from repo_format.storage import recovery  # msgspec again

        self.log = swapping.follow(self.log, self.directory, locked=True)
        name = index.begin_new(self.directory, self.repository_id)
        fresh = Index(self.directory, self.repository_id, name)
        try:
            fresh.open()
            first = self.first_mark()
            with fresh.write() as txn:
                txn.put(tables.WATERMARK, first.encode(), db=fresh.databases[tables.META])
            end = recovery.find_end(self.log, first, self.index.may_be_torn())
            self._settle(end)
            self.directory.sync_parent()
            recovery.replay(self.log, fresh, first, end, advance)
            fresh.leave_clean()
            index.put_in_place(self.directory, name)
        finally:
            fresh.close()
            self.directory.remove_directory(name)
        self.index.open()
        self.catch_up()

    def first_mark(self) -> Watermark:
        """Where a replay of the whole log begins: behind the opening of segment 1. Raises Damaged."""
        opening = self.log.read(1, 0)
        if segment.decode_opening(opening.body).repository != self.repository_id:
            raise Damaged(f"the log in {shown_path(self.log.directory.path)} belongs to another repository")
        return Watermark(1, opening.end, 0, opening.chain, 0, 1)

    def close(self) -> None:
        """Put the index on the disk if this process changed it and nobody is writing, then close everything."""
        if self.index.wrote and not self.log.failed:
            try:
                self.lock.acquire(0)
            except (Busy, StorageFailed):
                pass  # whoever writes now will do it
            else:
                self.index.leave_clean()
                self.lock.release()
        self.index.close()
        self.log.close()
        self.log.directory.close()
        self.directory.close()
