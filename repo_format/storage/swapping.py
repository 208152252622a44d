"""Putting a rewritten log in place of the one there is, so that a crash at any moment leaves one of them whole
(docs/format/repository.md, section 7).

Two names decide: where there is ``log``, that is the log; where there is none, ``log.next`` is. The index goes before
the log is changed and comes back after, so an index in its place always belongs to the log in its place.
"""

from __future__ import annotations

import os
import time

from repo_format.errors import NotFound, StorageFailed
from repo_format.storage import index
from repo_format.storage.directory import Directory, shown_path
from repo_format.storage.layout import LOG
from repo_format.storage.lock import WriterLock
from repo_format.storage.log import Log

NEXT = "log.next"
"""A log that is being written; the log itself where there is no ``log``."""
OLD = "log.old"
"""The log that was replaced; nothing as soon as there is another."""

_TIMEOUT = 30.0
_TRIES = 3
_PAUSE = 0.01


def open_log(repository: Directory) -> Directory:
    """The directory of the log, where necessary after finishing what a crash interrupted.

    Raises NotFound where there is none, Busy, Refused, StorageFailed.
    """
    try:
        return Directory.open(LOG, repository)
    except NotFound:
        if NEXT not in repository.names():
            return Directory.open(LOG, repository)  # it was put in place since
    lock = WriterLock(repository)
    lock.acquire(_TIMEOUT)
    try:
        settle(repository)
        return Directory.open(LOG, repository)
    finally:
        lock.release()


def find_log(repository: Directory) -> Directory:
    """As ``open_log`` for who changes nothing: what a crash left in the midst of a swap is read where it lies."""
    for _ in range(_TRIES):
        try:
            return Directory.open(LOG, repository)
        except NotFound:
            time.sleep(_PAUSE)
    return Directory.open(NEXT if NEXT in repository.names() else LOG, repository)


def settle(repository: Directory) -> None:
    """Finish a swap that was interrupted, or forget it; the writer's lock must be held. Raises StorageFailed."""
    names = repository.names()
    if LOG not in names and NEXT in names:
        _rename(repository, NEXT, LOG)
        names = repository.names()
    if LOG in names:
        for left in (NEXT, OLD):
            if left in names:
                repository.remove_directory(left)


def is_in_place(log: Log, repository: Directory) -> bool:
    """Whether ``log`` reads the log that there is now, and not one that was replaced."""
    try:
        status = os.stat(LOG, dir_fd=repository.fd, follow_symlinks=False)
    except OSError:
        return False
    return os.path.samestat(status, os.fstat(log.directory.fd))


def follow(log: Log, repository: Directory, locked: bool) -> Log:
    """``log`` itself while it is the one in place, else the one that is; ``locked`` tells whether the lock is held.

    What reads the old one goes on reading it, from the files that it has opened.
    """
    if is_in_place(log, repository):
        return log
    if locked:
        settle(repository)
    fresh = Log(open_log(repository))
    fresh.failed = log.failed
    return fresh


def swap(repository: Directory, index_name: str) -> None:
    """Let ``log.next`` be the log and the directory ``index_name`` its index; the writer's lock must be held.

    Everything in both is durable already. The old log and the old index are removed at the end. Raises StorageFailed;
    the next writer then finds the one log or the other.
    """
    repository.sync()
    index.take_away(repository)
    _rename(repository, LOG, OLD)
    _rename(repository, NEXT, LOG)
    index.put_in_place(repository, index_name)
    repository.remove_directory(OLD)
    repository.sync()


def _rename(repository: Directory, old: str, new: str) -> None:
    """Rename durably: what comes after may rely on it."""
    try:
        os.rename(old, new, src_dir_fd=repository.fd, dst_dir_fd=repository.fd)
    except OSError as error:
        place = shown_path(f"{repository.path}/{old}")
        raise StorageFailed(f"cannot rename {place}: {error.strerror}") from error
    repository.sync()
