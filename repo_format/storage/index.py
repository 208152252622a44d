"""The index of one repository as an open thing: mapped, checked to be the current one, marked dirty before it is.

What is in it is the business of ``tables.py``; how it follows the log, of ``recovery.py``.
"""

from __future__ import annotations

import os

import lmdb

from repo_format.errors import Busy, Damaged, NotFound, Refused, StemeError, StorageFailed
from repo_format.storage import environment, mapping
from repo_format.storage.directory import Directory, shown_path
from repo_format.storage.lock import unlock
from repo_format.storage.snapshot import Snapshot
from repo_format.storage.writing import Writing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.lock import WriterLock
    from repo_format.storage.log import Log
    from repo_format.storage.mapping import Mapping

NAME = "index"


class Index:
    """At most one open LMDB environment over ``.steme/index``, in the process that opened it."""

    def __init__(self, repository: Directory, repository_id: bytes, name: str = NAME) -> None:
        self._repository = repository
        self._repository_id = repository_id
        self._name = name
        self._pid = os.getpid()
        self._mapping: Mapping | None = None
        self._wrote = False

    def why_unusable(self) -> str:
        """Why the files must not be opened, as half a sentence; "" when they may."""
        try:
            directory = self._directory()
        except NotFound:
            return "there is none"
        try:
            return environment.why_unusable(directory, self._repository_id)
        except FileNotFoundError:
            return "its files are missing"  # it is being replaced at this moment
        finally:
            directory.close()

    def may_be_torn(self) -> bool:
        """Whether the machine may have stopped in the midst of a write to the log (``environment.may_be_torn``)."""
        try:
            directory = self._directory()
        except (NotFound, Refused):
            return True
        try:
            return environment.may_be_torn(directory)
        except Refused:
            return True
        finally:
            directory.close()

    def open(self, writable: bool = True) -> None:
        """Map the index, for writing if asked and where the file system lets us.

        To open it for writing, hold the writer's lock or a share of it. Raises NotFound, Damaged, StorageFailed.
        """
        directory = self._directory()
        try:
            may = os.access(f"{directory.path}/{environment.DATA_FILE}", os.W_OK)
            before, self._mapping = self._mapping, mapping.share(directory, writable and may)
        finally:
            directory.close()
        if before is not None:
            mapping.give_back(before)

    def _directory(self) -> Directory:
        return Directory.open(self._name, self._repository)

    @property
    def databases(self) -> dict[str, lmdb._Database]:
        """Handles of the tables by name."""
        return self._opened().databases

    @property
    def file(self) -> tuple[int, int]:
        """Device and inode of the data file that is mapped; another one after every rebuild."""
        return self._opened().file

    @property
    def is_writable(self) -> bool:
        """Whether it was opened for writing."""
        return self._mapping is not None and self._mapping.writable

    @property
    def is_current(self) -> bool:
        """Whether what is mapped is still the file in place; another process may have rebuilt the index."""
        held = self._mapping
        if held is None:
            return False
        try:
            path = f"{self._name}/{environment.DATA_FILE}"
            status = os.stat(path, dir_fd=self._repository.fd, follow_symlinks=False)
        except OSError:
            return False
        return (status.st_dev, status.st_ino) == held.file

    def _opened(self) -> Mapping:
        held = self._mapping
        if held is None:
            raise StemeError("the index is closed")
        return held

    def check_process(self) -> None:
        """Raise StemeError in a child process: LMDB's map and locks do not survive a fork."""
        if os.getpid() != self._pid:
            raise StemeError("a repository that was opened before a fork must be opened again in the child process")

    def begin(self, write: bool = False) -> lmdb.Transaction[bytes]:
        """A transaction on the open environment. A write transaction needs the writer's lock and ``mark_dirty``."""
        self.check_process()
        return self._begin(self._opened().env, write)

    def _begin(self, env: lmdb.Environment, write: bool = False) -> lmdb.Transaction[bytes]:
        try:
            return env.begin(write=write)
        except lmdb.MapResizedError:
            env.set_mapsize(0)
            return env.begin(write=write)
        except lmdb.ReadersFullError as error:
            if env.reader_check():
                return env.begin(write=write)
            place = shown_path(self._repository.path)
            raise Busy(f"too many processes read the index of {place}; try again") from error
        except lmdb.ReadonlyError as error:
            raise StorageFailed(f"{shown_path(self._repository.path)} cannot be written to") from error
        except lmdb.Error as error:
            raise Damaged(
                f"the index of {shown_path(self._repository.path)} cannot be read ({error}); run `steme reindex`"
            ) from error

    def free_readers(self) -> None:
        """Take back the places of readers that were killed: the pages they looked at could not be used again."""
        self._opened().env.reader_check()

    def snapshot(self, log: Log, lock: WriterLock, timeout: float) -> Snapshot:
        """The state after the last commit that is indexed.

        Where LMDB's lock file cannot be written to, it cannot say that it reads, and keeps writers away instead; it
        then waits at most ``timeout`` seconds for the one at work, and raises Busy.
        """
        self.check_process()
        held, share = self._opened(), -1
        mapping.begin_reading(held)
        try:
            if not held.registers:
                share = self._share(lock, timeout)
            return Snapshot(self._begin(held.env), held.databases, log, lambda: _end_reading(held, share))
        except BaseException:
            _end_reading(held, share)
            raise

    def is_overtaken(self, txn: lmdb.Transaction[bytes]) -> bool:
        """Whether a writer may have taken the pages of a read transaction that LMDB could not be told of."""
        held = self._opened()
        return not held.registers and bool(held.env.info()["last_txnid"] > txn.id())

    def _share(self, lock: WriterLock, timeout: float) -> int:
        try:
            return lock.share(timeout)
        except FileNotFoundError as error:
            raise StorageFailed(
                f"{shown_path(self._repository.path)} has no lock file, and you cannot make one; without it nothing "
                "can be read while others may write"
            ) from error

    def write(self) -> Writing:
        """``begin(write=True)`` as a block that commits; raises StorageFailed where LMDB cannot write."""
        return Writing(self.begin(write=True))

    def mark_dirty(self) -> None:
        """Record durably that the index may differ from its disk, before it does; the writer's lock must be held."""
        directory = self._directory()
        try:
            state = environment.State.read(directory)
            if state is None or not state.is_dirty_now:
                environment.write_state(directory, self._repository_id, "dirty")
            elif not self._wrote:
                directory.sync()  # whoever wrote it may have died before its name was on the disk
        finally:
            directory.close()
        self._wrote = True

    @property
    def wrote(self) -> bool:
        """Whether this process has written to the index since it was last left clean."""
        return self._wrote

    def leave_clean(self) -> None:
        """Put the index on the disk and say so in its state; the writer's lock must be held. Gives up quietly."""
        if not self.is_current or os.getpid() != self._pid:
            return
        try:
            self._opened().env.sync(True)
            directory = self._directory()
            environment.write_state(directory, self._repository_id, "clean")
            directory.close()
            self._wrote = False
        except (StorageFailed, Refused, lmdb.Error):
            pass  # it stays dirty, which is always safe

    def close(self) -> None:
        """Unmap the index unless another store of this process uses it."""
        if self._mapping is not None:
            mapping.give_back(self._mapping)
        self._mapping = None


def _end_reading(held: Mapping, share: int) -> None:
    mapping.end_reading(held)
    if share >= 0:
        unlock(share)


def begin_new(repository: Directory, repository_id: bytes) -> str:
    """Make an empty index beside the current one; returns the name of its directory."""
    name = f"{NAME}.{os.getpid()}.building"
    repository.remove_directory(name)
    fresh = repository.make(name)
    try:
        environment.create(fresh, repository_id).close()
    finally:
        fresh.close()
    return name


def take_away(repository: Directory) -> None:
    """Remove the index from its place, durably; who needs one makes or puts another. The lock must be held."""
    old = f"{NAME}.{os.getpid()}.old"
    repository.remove_directory(old)
    try:
        if NAME in repository.names():
            os.rename(NAME, old, src_dir_fd=repository.fd, dst_dir_fd=repository.fd)
    except OSError as error:
        raise StorageFailed(f"cannot replace the index of {shown_path(repository.path)}: {error.strerror}") from error
    repository.sync()


def put_in_place(repository: Directory, name: str) -> None:
    """Let the index in the directory ``name`` be the current one; the old one is removed. The lock must be held."""
    old = f"{NAME}.{os.getpid()}.old"
    repository.remove_directory(old)
    try:
        if NAME in repository.names():
            os.rename(NAME, old, src_dir_fd=repository.fd, dst_dir_fd=repository.fd)
        os.rename(name, NAME, src_dir_fd=repository.fd, dst_dir_fd=repository.fd)
    except OSError as error:
        raise StorageFailed(f"cannot replace the index of {shown_path(repository.path)}: {error.strerror}") from error
    repository.sync()
    repository.remove_directory(old)
