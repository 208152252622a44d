"""The LMDB environments of this process: each file is mapped once, however many stores use it.

LMDB forbids to open a file twice in one process, because closing one drops the locks of the other. Two stores of one
repository therefore share a mapping. One whose file was replaced by a rebuild lives on until its last snapshot ends.
"""

from __future__ import annotations

import _thread
import os
import time

from repo_format.errors import Busy, NotFound
from repo_format.storage import environment
from repo_format.storage.directory import shown_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import lmdb

    from repo_format.storage.directory import Directory

    File = tuple[int, int]
    """Device and inode of a data file."""

_PATIENCE = 10.0
_PAUSE = 0.001


class Mapping:
    """An open environment and its tables. ``readers`` counts snapshots under way, ``users`` the stores that hold it."""

    __slots__ = ("databases", "env", "file", "readers", "registers", "users", "writable")

    def __init__(self, directory: Directory, file: File, writable: bool) -> None:
        self.file = file
        self.readers = 0
        self.users = 0
        self.open(directory, writable)

    def open(self, directory: Directory, writable: bool) -> None:
        """Open the environment, for the first time or again."""
        self.registers = writable or environment.can_register(directory)
        self.env: lmdb.Environment = environment.open_environment(directory, writable)
        if not directory.is_in_place():  # LMDB opens by path, which may have led elsewhere
            self.env.close()
            raise NotFound(f"the index in {shown_path(directory.path)} is being replaced; try again")
        try:
            self.databases = environment.open_tables(self.env)
        except BaseException:
            self.env.close()
            raise
        self.writable = writable


class _Process:
    """The mappings of the process with the id ``pid``."""

    guard = _thread.allocate_lock()
    mapped: dict[File, Mapping] = {}  # noqa: RUF012 - one for each process is what this is
    pid = os.getpid()


def _after_fork() -> None:
    _Process.guard = _thread.allocate_lock()  # another thread of the parent may have held it


os.register_at_fork(after_in_child=_after_fork)


def share(directory: Directory, writable: bool) -> Mapping:
    """The mapping of the index in ``directory``, made unless this process has it; give it back with ``give_back``.

    Raises NotFound when there is no index, Damaged when it is none, StorageFailed; Busy when it would have to be opened
    again for writing and this process does not stop reading it.
    """
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with _Process.guard:
            _forget_parent()
            mapping = _shared(directory, writable)
            if mapping is not None:
                mapping.users += 1
                return mapping
        time.sleep(_PAUSE)
    raise Busy("this process is still reading the index that it wants to write to; end its snapshots first")


def _shared(directory: Directory, writable: bool) -> Mapping | None:
    """The mapping, or None when it has to be opened again and snapshots that are under way forbid it."""
    file = file_of(directory)
    mapping = _Process.mapped.get(file)
    if mapping is None:
        mapping = Mapping(directory, file, writable)
        _Process.mapped[file] = mapping
    elif writable and not mapping.writable:
        if mapping.readers:
            return None
        mapping.env.close()
        mapping.open(directory, writable)
    return mapping


def give_back(mapping: Mapping) -> None:
    """Close the environment when nobody uses it any more; snapshots under way keep it open until they end."""
    with _Process.guard:
        _forget_parent()
        mapping.users -= 1
        if mapping.users == 0 and _Process.mapped.get(mapping.file) is mapping:
            del _Process.mapped[mapping.file]
            if not mapping.readers:
                mapping.env.close()


def begin_reading(mapping: Mapping) -> None:
    """Keep the mapping as it is until ``end_reading``."""
    with _Process.guard:
        mapping.readers += 1


def end_reading(mapping: Mapping) -> None:
    """One snapshot less."""
    with _Process.guard:
        mapping.readers -= 1


def file_of(directory: Directory) -> File:
    """Device and inode of the data file in ``directory``. Raises NotFound."""
    status = directory.check_file(environment.DATA_FILE)
    if status is None:
        raise NotFound(f"there is no index in {shown_path(directory.path)}")
    return status.st_dev, status.st_ino


def _forget_parent() -> None:
    """In a child process: close what was inherited, which leaves the parent's own alone."""
    if os.getpid() != _Process.pid:
        inherited, _Process.mapped, _Process.pid = _Process.mapped, {}, os.getpid()
        for mapping in inherited.values():
            mapping.env.close()
