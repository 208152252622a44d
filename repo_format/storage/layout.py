"""The files of a repository (docs/format/repository.md, section 1), and making a new one.

.steme/
  format        which format this is, and the repository's id
  config.toml   settings of the repository
  lock          held by whoever writes
  log/          the truth: segments
  index/        made from the log; may be deleted at any time
  lost/         bytes that a crash left at the end of the log
  remotes/      what was known of other repositories after the last exchange (steme/remotes/state.py)
  audit/        what was answered here, once anything was recorded (repo_format/audit/)
"""

from __future__ import annotations

import os

from repo_format import frame, limits, segment
from repo_format.errors import Busy, Damaged, FromTheFuture, NotARepository, NotFound, Refused, StorageFailed, shown
from repo_format.storage.directory import Directory, check_filesystem, check_private, shown_path
from repo_format.storage.lock import LOCK_FILE, WriterLock
from repo_format.storage.log import ACTIVE

DIRECTORY = ".steme"
FORMAT_FILE = "format"
CONFIG_FILE = "config.toml"
LOG = "log"
LOST = "lost"

_TITLE = "steme repository"
_OPENING_BYTES = 256


def lay_out(parent: str, repository_id: bytes, created: int) -> None:
    """Make ``PARENT/.steme`` with an empty log, durably; ``format`` is written last, so that a half-made one is none.

    What a crash left of an earlier attempt is made whole; after an error nothing is left. Raises Refused where there is
    a repository already or none may be, Busy, StorageFailed.
    """
    above = Directory.open(parent)
    check_filesystem(above)
    directory = _place(above)
    lock = WriterLock(directory)
    lock.acquire(0)
    try:
        _check_unused(directory)
        try:
            _fill(directory, repository_id, created)
            above.sync()
        except BaseException:
            _clear(above, directory)
            raise
    finally:
        lock.release()
        directory.close()
        above.close()


def _place(above: Directory) -> Directory:
    try:
        os.mkdir(DIRECTORY, 0o755, dir_fd=above.fd)
    except FileExistsError:
        pass
    except OSError as error:
        raise StorageFailed(f"cannot create {shown_path(above.path + '/' + DIRECTORY)}: {error.strerror}") from error
    return Directory.open(DIRECTORY, above)


def undo(parent: str) -> None:
    """Remove the repository that ``lay_out`` made, unless somebody has written to it since."""
    above = Directory.open(parent)
    directory = Directory.open(DIRECTORY, above)
    lock = WriterLock(directory)
    try:
        lock.acquire(0)
        try:
            if not _holds_objects(directory):
                _clear(above, directory)
        finally:
            lock.release()
    except Busy:
        pass
    finally:
        directory.close()
        above.close()


def _check_unused(directory: Directory) -> None:
    """Raise Refused unless there is nothing in the directory but what an unfinished ``lay_out`` may have left."""
    names = set(directory.names())
    if FORMAT_FILE in names:
        raise Refused(f"{shown_path(directory.path)} is a repository already")
    own = {LOG, LOST, LOCK_FILE, "index"}  # of an index nothing is lost
    strange = [name for name in names - own if not name.endswith(".tmp") and not name.startswith("index.")]
    if strange or _holds_objects(directory):
        raise Refused(f"{shown_path(directory.path)} is there already and is not empty; nothing was changed")


def _holds_objects(directory: Directory) -> bool:
    if LOG not in directory.names():
        return False
    log = Directory.open(LOG, directory)
    sizes = [status.st_size for status in map(log.check_file, log.names()) if status]
    log.close()
    return any(size > _OPENING_BYTES for size in sizes)


def _fill(directory: Directory, repository_id: bytes, created: int) -> None:
    directory.make(LOST).close()
    log = directory.make(LOG)
    opening = segment.Opening(repository_id, 1, 1, frame.START, created)
    log.write_file(ACTIVE, frame.encode(frame.OPENING, opening.encode(), frame.START)[0])
    log.close()
    directory.sync()
    title = f"{_TITLE}\nformat {limits.FORMAT_VERSION}\nid {repository_id.hex()}\n"
    directory.write_file(FORMAT_FILE, title.encode("ascii"))


def _clear(above: Directory, directory: Directory) -> None:
    directory.remove(FORMAT_FILE)
    for name in directory.names():
        directory.remove(name)
        directory.remove_directory(name)
    above.remove_directory(DIRECTORY)


def read_repository_id(path: str) -> tuple[Directory, bytes]:
    """Open the directory ``path`` of a repository and read its id of 16 bytes.

    Raises NotARepository, Refused, FromTheFuture for a newer format, Damaged when ``format`` is not what ``lay_out``
    wrote.
    """
    try:
        directory = Directory.open(path)
    except NotFound as error:
        raise NotARepository(f"there is no repository {shown_path(path)}; `steme init` makes one") from error
    try:
        check_private(os.fstat(directory.fd), path)
        return directory, _read_format(directory)
    except BaseException:
        directory.close()
        raise


def _read_format(directory: Directory) -> bytes:
    path = shown_path(directory.path)
    try:
        lines = directory.read_file(FORMAT_FILE, 4096).decode("ascii", "replace").split("\n")
    except FileNotFoundError as error:
        raise NotARepository(f"{path} is not a repository: it has no file {FORMAT_FILE}") from error
    if len(lines) < 3 or lines[0] != _TITLE or not lines[1].startswith("format ") or not lines[2].startswith("id "):
        raise Damaged(f"{path}/{FORMAT_FILE} is not what `steme init` writes")
    version = lines[1].removeprefix("format ")
    if version != str(limits.FORMAT_VERSION):
        if version.isdigit() and int(version) > limits.FORMAT_VERSION:
            raise FromTheFuture(f"{path} has {shown(lines[1])}, which needs a newer steme")
        raise Damaged(f"{path}/{FORMAT_FILE} names no format that there is")
    try:
        repository_id = bytes.fromhex(lines[2][3:])
    except ValueError:
        repository_id = b""
    if len(repository_id) != 16:
        raise Damaged(f"{path}/{FORMAT_FILE} names no id")
    return repository_id
