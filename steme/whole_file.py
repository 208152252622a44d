"""A file of any size that is there as a whole or not at all, durably. ``durable.py`` does the same for small ones."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager

from repo_format.errors import Refused
from steme.durable import failed, shown_path, sync_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_BUFFER = 1 << 20
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK)
"""What file systems without hard links say."""


@contextmanager
def whole_file(path: str, replace: bool = False) -> Iterator[Callable[[bytes], None]]:
    """Write a file: the block gets a function that appends bytes; when it ends the file is on the disk under ``path``.

    When the block raises, nothing has changed. Raises Refused when something of that name exists, with ``replace`` only
    when it is not a plain file (a symlink among them), and StorageFailed.
    """
    _check(path, replace)
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name}.{os.urandom(8).hex()}")
    writer = _Writer(temporary, path)
    try:
        try:
            yield writer.write
            writer.sync()
        finally:
            os.close(writer.fd)
        _put_in_place(temporary, path, replace)
    finally:
        if os.path.lexists(temporary):
            os.unlink(temporary)


class _Writer:
    """Collects bytes and writes them a megabyte at a time."""

    def __init__(self, temporary: str, path: str) -> None:
        self._path = path
        self._parts: list[bytes] = []
        self._size = 0
        try:
            self.fd = os.open(temporary, _NEW, 0o666)
        except OSError as error:
            raise failed("written", path, error) from error

    def write(self, data: bytes) -> None:
        """Append."""
        self._parts.append(data)
        self._size += len(data)
        if self._size >= _BUFFER:
            self._flush()

    def _flush(self) -> None:
        data = memoryview(b"".join(self._parts))
        self._parts, self._size = [], 0
        try:
            while data:
                data = data[os.write(self.fd, data) :]
        except OSError as error:
            raise failed("written", self._path, error) from error

    def sync(self) -> None:
        """Put everything on the disk."""
        self._flush()
        try:
            os.fsync(self.fd)
        except OSError as error:
            raise failed("written", self._path, error) from error


def _check(path: str, replace: bool) -> None:
    if not os.path.lexists(path):
        return
    if not replace:
        raise Refused(f"{shown_path(path)} exists already; choose another name, or --force to replace it")
    if os.path.islink(path) or not os.path.isfile(path):
        raise Refused(f"{shown_path(path)} is not a plain file and is not replaced")


def _put_in_place(temporary: str, path: str, replace: bool) -> None:
    try:
        if replace:
            os.rename(temporary, path)
        else:
            _link(temporary, path)
        sync_folder(os.path.dirname(path) or ".")
    except FileExistsError:
        raise Refused(f"{shown_path(path)} has appeared in the meantime and was left alone") from None
    except OSError as error:
        raise failed("written", path, error) from error


def _link(temporary: str, path: str) -> None:
    """Give the file its name unless somebody else has taken it; atomic where the file system has hard links."""
    try:
        os.link(temporary, path)
    except OSError as error:
        if error.errno not in _NO_LINKS or os.path.lexists(path):
            raise
        os.rename(temporary, path)
