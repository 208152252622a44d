"""The writer's lock: ``flock`` on ``.steme/lock``, with a bounded wait.

``flock`` is granted in the order of arrival and dies with its process, so a killed writer blocks nobody. The kernel
offers no time-out for it; a waiting thread does the blocking and is abandoned when the time is up.
"""

from __future__ import annotations

import _thread
import fcntl
import os

from repo_format.errors import Busy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.directory import Directory

LOCK_FILE = "lock"


class WriterLock:
    """At most one holder among all processes, and among the threads of this one."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._fd = -1
        self._pid = 0
        self._threads = _thread.allocate_lock()

    def acquire(self, timeout: float) -> None:
        """Hold the lock, waiting at most ``timeout`` seconds; raises Busy and holds nothing when that was too short."""
        if not self._threads.acquire(timeout=max(timeout, 0)):
            raise self._busy(timeout)
        try:
            self._fd, self._pid = self._flock(timeout), os.getpid()
        except BaseException:
            self._threads.release()
            raise

    def release(self) -> None:
        """Let the next one have it; a child of a fork only forgets what is its parent's."""
        fd, self._fd = self._fd, -1
        if os.getpid() == self._pid:
            unlock(fd)
        else:
            os.close(fd)
        self._threads.release()

    def share(self, timeout: float) -> int:
        """Keep writers away, and only them, until ``unlock`` is called with the number that is returned.

        Needs no right to write. Raises Busy, FileNotFoundError where nobody has ever locked, Refused, StorageFailed.
        """
        return self._flock(timeout, os.O_RDONLY, fcntl.LOCK_SH)

    def _flock(self, timeout: float, flags: int = os.O_RDWR | os.O_CREAT, how: int = fcntl.LOCK_EX) -> int:
        fd = self._directory.open_file(LOCK_FILE, flags)
        try:
            fcntl.flock(fd, how | fcntl.LOCK_NB)
        except BlockingIOError:
            if timeout <= 0:
                os.close(fd)
                raise self._busy(timeout) from None
            return self._wait(fd, timeout, how)
        except BaseException:
            os.close(fd)
            raise
        return fd

    def _wait(self, fd: int, timeout: float, how: int) -> int:
        granted, decision = _thread.allocate_lock(), _thread.allocate_lock()
        granted.acquire()
        abandoned: list[bool] = []

        def block() -> None:
            try:
                fcntl.flock(fd, how)
            except OSError:
                abandoned.append(True)
            with decision:
                if abandoned:
                    os.close(fd)
                granted.release()

        _thread.start_new_thread(block, ())
        try:
            in_time = granted.acquire(timeout=max(timeout, 0))
        except BaseException:
            self._abandon(decision, granted, abandoned, fd)
            raise
        if not in_time:
            self._abandon(decision, granted, abandoned, fd)
        if abandoned:
            raise self._busy(timeout)
        return fd

    @staticmethod
    def _abandon(decision: _thread.LockType, granted: _thread.LockType, abandoned: list[bool], fd: int) -> None:
        with decision:
            if granted.acquire(blocking=False) and not abandoned:
                os.close(fd)
            abandoned.append(True)

    def _busy(self, timeout: float) -> Busy:
        return Busy(
            f"{self._directory.path} is locked by another writer and stayed so for {timeout:g} seconds; try again"
        )


def unlock(fd: int) -> None:
    """Give up what is held through ``fd`` and close it; closing alone would leave it with children of a fork."""
    try:
        fcntl.flock(fd, fcntl.LOCK_UN)
    finally:
        os.close(fd)


def is_free(directory: Directory) -> bool:
    """Whether nobody holds the lock at this moment; a hint, not a promise."""
    try:
        fd = directory.open_file(LOCK_FILE, os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(fd)
    return True
