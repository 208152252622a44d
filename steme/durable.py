"""Small files written so that they survive a crash whole: the user's keys and configuration.

Not for the repository: its log has its own rules (``repo_format/storage``).
"""

from __future__ import annotations

import os

from repo_format.errors import Refused, StorageFailed, shown

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def create_file(path: str, data: bytes, mode: int = 0o600) -> None:
    """Make a file that was not there; durable on return.

    Raises Refused when something of that name exists, even a dangling symlink, and StorageFailed; either way
    nothing that was there is changed. The name is reserved first, so of two writers one is refused; a crash between
    leaves an empty file.
    """
    try:
        os.close(os.open(path, _NEW, mode))
    except FileExistsError:
        raise Refused(f"{shown_path(path)} exists already; choose another name or move it away") from None
    except OSError as error:
        raise failed("created", path, error) from error
    try:
        replace_file(path, data, mode)
    except BaseException:
        os.unlink(path)
        raise


def replace_file(path: str, data: bytes, mode: int = 0o600) -> None:
    """Put ``data`` in the place of whatever ``path`` was, in one step; durable on return.

    A reader or a crash finds the old content or the new one. A symlink is itself replaced, not followed. Raises
    StorageFailed, after which the old content stands, except when only the folder could not be synced.
    """
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name}.{os.urandom(8).hex()}")
    try:
        try:
            _write(temporary, data, mode)
            os.rename(temporary, path)
        except BaseException:
            _discard(temporary)
            raise
        sync_folder(folder or ".")
    except OSError as error:
        raise failed("written", path, error) from error


def make_folder(path: str, mode: int = 0o700) -> None:
    """Make a folder and those above it, durable on return; one that is there is left as it is. Raises StorageFailed."""
    if os.path.isdir(path):
        return
    parent = os.path.dirname(path) or "."
    make_folder(parent, mode)
    try:
        os.mkdir(path, mode)
        sync_folder(parent)
    except FileExistsError:
        pass
    except OSError as error:
        raise failed("created", path, error) from error


def sync_folder(path: str) -> None:
    """Make the names in a folder durable. Raises OSError."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def failed(what: str, path: str, error: OSError) -> StorageFailed:
    """The error to raise when the system would not let ``path`` be ``what``, such as ``"written"``."""
    return StorageFailed(f"{shown_path(path)} could not be {what}: {error.strerror or error}")


def shown_path(path: str) -> str:
    """A path as it may stand in a message: as it is, or escaped where it holds anything unprintable."""
    return path if path.isprintable() else shown(path, 400)


def _write(path: str, data: bytes, mode: int) -> None:
    file = os.open(path, _NEW, mode)
    try:
        written = 0
        while written < len(data):
            written += os.write(file, data[written:])
        os.fsync(file)
    finally:
        os.close(file)


def _discard(path: str) -> None:
    if os.path.lexists(path):
        os.unlink(path)
