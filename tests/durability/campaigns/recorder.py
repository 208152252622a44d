"""Recording what one process does to a repository's files: every write, cut, name and sync, in order.

The functions of ``os`` that the store writes with are wrapped. LMDB writes behind Python's back, so before every
recorded step the pages of the index that have changed are recorded as writes of their own, not synced until
``env.sync`` is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from unittest import mock

from repo_format.storage import environment

PAGE = 4096

Step = tuple[Any, ...]
"""A verb and its operands, which ``disk_model.Disk.apply`` carries out. Files and directories go by inode number."""


Death = tuple[str, int]
"""The calls to count ("" for all, ``fdatasync`` ...), and how many of them are still made."""


class Recorder:
    """``steps`` of this process so far.

    ``crash`` is called before the step that ``death`` says. A step called ``lose`` is taken and not recorded.
    """

    def __init__(
        self, top: str, death: Death | None = None, crash: Callable[[], None] | None = None, lose: str = ""
    ) -> None:
        self.steps: list[Step] = []
        self._top = top
        self._call, self._left = death or ("", -1)
        self._crash = crash
        self._lose = lose
        self._pages: dict[int, bytes] = {}
        self._look_at_indexes(adopt=True)

    def before(self, call: str) -> None:
        """To be called before anything is done that will be recorded."""
        self._look_at_indexes()
        if call.startswith(self._call):
            if self._left == 0 and self._crash is not None:
                self._crash()
            self._left -= 1

    def add(self, *step: Any) -> None:
        """Record what was done."""
        if step[0] != self._lose:
            self.steps.append(step)

    def _look_at_indexes(self, adopt: bool = False) -> None:
        inside = f"{self._top}/.steme"
        with suppress(FileNotFoundError):
            for name in sorted(os.listdir(inside)):
                if name.startswith("index"):
                    with suppress(FileNotFoundError):
                        self._look_at(f"{inside}/{name}", adopt)

    def _look_at(self, folder: str, adopt: bool) -> None:
        with open(f"{folder}/data.mdb", "rb") as file:
            number, now = os.fstat(file.fileno()).st_ino, file.read()
        before = self._pages.get(number)
        self._pages[number] = now
        if adopt or now == before:
            return
        if before is None:
            self.add("create", os.stat(folder).st_ino, "data.mdb", number)
        for at in range(0, len(now), PAGE):
            if now[at : at + PAGE] != (before or b"")[at : at + PAGE]:
                self.add("write", number, at, now[at : at + PAGE])

    @contextmanager
    def recording(self) -> Iterator[Recorder]:
        """Record until the end of the block."""
        opened = environment.open_environment

        def open_recorded(directory: Any, writable: bool) -> Any:
            env = opened(directory, writable)
            return _Synced(env, self, os.stat(f"{directory.path}/{environment.DATA_FILE}").st_ino)

        wrappers = {name: make(self, getattr(os, name)) for name, make in _WRAPPED.items()}
        with mock.patch.multiple(os, **wrappers), mock.patch.object(environment, "open_environment", open_recorded):
            yield self
            self._look_at_indexes()


class _Synced:
    """An LMDB environment whose ``sync`` is recorded."""

    def __init__(self, env: Any, record: Recorder, number: int) -> None:
        self._env = env
        self._record = record
        self._number = number

    def __getattr__(self, name: str) -> Any:
        return getattr(self._env, name)

    def sync(self, force: bool = False) -> None:
        self._record.before("sync")
        self._env.sync(force)
        self._record.add("sync", self._number)


def _inode(place: int | None) -> int:
    return os.fstat(place).st_ino if place is not None else 0


def _exists(path: str, dir_fd: int | None) -> bool:
    try:
        os.stat(path, dir_fd=dir_fd, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _open(record: Recorder, real: Callable[..., int]) -> Callable[..., int]:
    def wrapped(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if dir_fd is None or not flags & os.O_CREAT:
            return real(path, flags, mode, dir_fd=dir_fd)
        record.before("create")
        exists = _exists(path, dir_fd)
        fd = real(path, flags, mode, dir_fd=dir_fd)
        if not exists:
            record.add("create", _inode(dir_fd), path, _inode(fd))
        elif flags & os.O_TRUNC:
            record.add("truncate", _inode(fd), 0)
        return fd

    return wrapped


def _pwrite(record: Recorder, real: Callable[..., int]) -> Callable[..., int]:
    def wrapped(fd: int, data: Any, offset: int) -> int:
        record.before("write")
        written = real(fd, data, offset)
        record.add("write", _inode(fd), offset, bytes(data[:written]))
        return written

    return wrapped


def _sync(record: Recorder, real: Callable[[int], None]) -> Callable[[int], None]:
    def wrapped(fd: int) -> None:
        record.before(real.__name__)
        real(fd)
        record.add("sync", _inode(fd))

    return wrapped


def _ftruncate(record: Recorder, real: Callable[..., None]) -> Callable[..., None]:
    def wrapped(fd: int, *sizes: int) -> None:
        record.before("truncate")
        real(fd, *sizes)
        record.add("truncate", _inode(fd), sum(sizes))

    return wrapped


def _rename(record: Recorder, real: Callable[..., None]) -> Callable[..., None]:
    def wrapped(old: str, new: str, *, src_dir_fd: int | None = None, dst_dir_fd: int | None = None) -> None:
        record.before("rename")
        real(old, new, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)
        record.add("rename", _inode(src_dir_fd), old, _inode(dst_dir_fd), new)

    return wrapped


def _remove(record: Recorder, real: Callable[..., None]) -> Callable[..., None]:
    def wrapped(path: str, *, dir_fd: int | None = None) -> None:
        record.before("remove")
        real(path, dir_fd=dir_fd)
        record.add("remove", _inode(dir_fd), path)

    return wrapped


def _mkdir(record: Recorder, real: Callable[..., None]) -> Callable[..., None]:
    def wrapped(path: str, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        record.before("create")
        real(path, mode, dir_fd=dir_fd)
        record.add("create", _inode(dir_fd), path, os.stat(path, dir_fd=dir_fd).st_ino, True)

    return wrapped


_WRAPPED: dict[str, Callable[[Recorder, Any], Any]] = {
    "open": _open,
    "pwrite": _pwrite,
    "fsync": _sync,
    "fdatasync": _sync,
    "ftruncate": _ftruncate,
    "posix_fallocate": _ftruncate,
    "rename": _rename,
    "unlink": _remove,
    "rmdir": _remove,
    "mkdir": _mkdir,
}
