"""Where a pack lies until it is published: ``.steme/incoming/NAME.pack`` (docs/format/repository.md, section 6).

The file holds the pack's bytes as they came, from its beginning, and nothing else: its own chain says how far it is
good, so a cut transfer, a killed process and a power cut all leave something to go on from. Whoever works on it holds a
``flock`` on it. What lies here is no part of the repository.
"""

from __future__ import annotations

import fcntl
import os
import time

from repo_format import frame
from repo_format.errors import Busy, FromTheFuture, InvalidInput, MalformedObject, NotFound, StorageFailed, shown
from repo_format.storage.directory import Directory, write_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

DIRECTORY = "incoming"
SUFFIX = ".pack"
KEPT_SECONDS = 7 * 86_400
"""How long a cut transfer waits for its rest."""
KEPT_PACKS = 16
"""How many of them wait at most; the oldest give way."""
NOTHING = (0, frame.START)
PATIENCE = 5.0
"""Seconds to wait for whoever has the same pack: the processes that check for one that was killed end a bit later."""
_PAUSE = 0.05

_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@+-")
_LONGEST_NAME = 100
_MODE = 0o600


class Quarantine:
    """One pack in quarantine, locked by this process; use as a context manager.

    The file goes when the block ends, unless ``keep`` was set.
    """

    def __init__(self, directory: Directory, file: str, fd: int, has_name: bool) -> None:
        self._directory = directory
        self._file = file
        self._has_name = has_name
        self.fd = fd
        self.keep = False

    @classmethod
    def open(cls, repository: Directory, name: str) -> Quarantine:
        """Open or make the place for the pack ``name``; one without a name never waits for its rest.

        Raises InvalidInput, Busy, Refused, StorageFailed.
        """
        file = _file_of(name or f"unnamed-{os.urandom(16).hex()}")
        directory = repository.make(DIRECTORY)
        try:
            return cls(directory, file, _locked(directory, file), bool(name))
        except BaseException:
            directory.close()
            raise

    def __enter__(self) -> Quarantine:
        return self

    def __exit__(self, *_: object) -> None:
        if not (self.keep and self._has_name):
            self._directory.remove(self._file)
        os.close(self.fd)
        self._directory.close()

    def read(self, size: int, offset: int) -> bytes:
        """At most ``size`` bytes at ``offset``, none at the end. Raises StorageFailed."""
        try:
            return os.pread(self.fd, size, offset)
        except OSError as error:
            raise StorageFailed(f"cannot read {self._path}: {error.strerror}") from error

    def write(self, data: bytes, offset: int) -> None:
        """Put bytes at ``offset``; not synced, since nothing here is promised. Raises StorageFailed."""
        try:
            write_all(self.fd, data, offset)
        except OSError as error:
            raise StorageFailed(f"cannot keep what comes in {self._path}: {error.strerror}") from error

    def cut(self, size: int) -> None:
        """Drop what stands behind ``size`` bytes."""
        try:
            os.ftruncate(self.fd, size)
        except OSError as error:
            raise StorageFailed(f"cannot cut {self._path}: {error.strerror}") from error

    def good(self) -> tuple[int, bytes]:
        """How many bytes from the beginning are whole frames of one chain, and the chain hash there."""
        return good_part(self.fd)

    def frames(self, end: int) -> Iterator[frame.Frame]:
        """The frames up to the byte ``end``, each checked against the chain.

        Raises StorageFailed where they are not what was written: the disk lies, or somebody has been at it.
        """
        try:
            for found in _frames(self.fd):
                if found.end > end:
                    break
                yield found
                if found.end == end:
                    return
        except (MalformedObject, FromTheFuture) as error:
            raise StorageFailed(f"{self._path} has changed under our hands ({error}); try again") from error
        raise StorageFailed(f"{self._path} has become shorter under our hands; try again")

    @property
    def _path(self) -> str:
        return f"{self._directory.path}/{self._file}"


def waiting(repository: Directory, name: str) -> tuple[int, bytes]:
    """How much of the pack ``name`` waits for its rest, in bytes, and the chain hash there; ``NOTHING`` also while
    somebody is at work on it.
    """
    file = _file_of(name)
    try:
        directory = Directory.open(DIRECTORY, repository)
    except NotFound:
        return NOTHING
    try:
        fd = directory.open_file(file, os.O_RDONLY)
    except FileNotFoundError:
        return NOTHING
    finally:
        directory.close()
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return good_part(fd)
    except BlockingIOError:
        return NOTHING
    finally:
        os.close(fd)


def sweep(repository: Directory, now: float | None = None) -> None:
    """Remove what nobody came back for: packs older than ``KEPT_SECONDS``, and all but the ``KEPT_PACKS`` newest.

    What somebody works on stays. ``now`` is seconds since 1970.
    """
    try:
        directory = Directory.open(DIRECTORY, repository)
    except NotFound:
        return
    try:
        ages = sorted((_age(directory, name, now or time.time()), name) for name in directory.names())
        for place, (age, name) in enumerate(ages):
            if place >= KEPT_PACKS or age > KEPT_SECONDS:
                _remove_unless_locked(directory, name)
    finally:
        directory.close()


def _age(directory: Directory, name: str, now: float) -> float:
    try:
        return now - os.stat(name, dir_fd=directory.fd, follow_symlinks=False).st_mtime
    except OSError:
        return 0.0


def _remove_unless_locked(directory: Directory, name: str) -> None:
    try:
        fd = directory.open_file(name, os.O_RDONLY)
    except FileNotFoundError:
        return
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        directory.remove(name)
    except BlockingIOError:
        pass
    finally:
        os.close(fd)


def _file_of(name: str) -> str:
    if not 0 < len(name) <= _LONGEST_NAME or not _NAME.issuperset(name) or name[0] in ".-":
        raise InvalidInput("transfer", f"{shown(name)} cannot name a transfer")
    return name + SUFFIX


def _locked(directory: Directory, file: str) -> int:
    """A descriptor of the file, locked; made again where the one before was removed meanwhile. Raises Busy."""
    end = time.monotonic() + PATIENCE
    while True:
        fd = directory.open_file(file, os.O_RDWR | os.O_CREAT, _MODE)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            status = directory.check_file(file)
            if status is not None and os.path.samestat(status, os.fstat(fd)):
                return fd
        except BlockingIOError:
            if time.monotonic() > end:
                os.close(fd)
                raise Busy("the same transfer is being received by another process; try again later") from None
            time.sleep(_PAUSE)
        except BaseException:
            os.close(fd)
            raise
        os.close(fd)


def good_part(fd: int) -> tuple[int, bytes]:
    """``(bytes, chain hash)`` of the frames of one chain that the file begins with."""
    offset, chain = NOTHING
    try:
        for found in _frames(fd):
            offset, chain = found.end, found.chain
    except (MalformedObject, FromTheFuture):
        pass
    return offset, chain


def _frames(fd: int) -> Iterator[frame.Frame]:
    """The frames of a file, each checked against the chain; one read for many of them."""
    offset, chain, window = 0, frame.START, b""
    at = 0
    while True:
        missing = _missing(window, at)
        while missing:
            more = os.pread(fd, max(missing, _WINDOW), offset + len(window) - at)
            if not more:
                if len(window) > at:
                    raise MalformedObject("frame", "is cut off")
                return
            window, at = window[at:] + more, 0
            missing = _missing(window, at)
        found = frame.parse(window, at, offset)
        if not frame.follows(found, chain):
            raise MalformedObject("frame", f"at byte {offset} does not continue the chain")
        yield found
        at += found.end - offset
        offset, chain = found.end, found.chain


_WINDOW = 256 * 1024


def _missing(window: bytes, at: int) -> int:
    """How many bytes the window lacks of the frame that begins at ``at``."""
    have = len(window) - at
    if have < frame.OVERHEAD:
        return frame.OVERHEAD - have
    return max(0, frame.OVERHEAD + frame.parse_header(window[at : at + frame.HEADER.size])[2] - have)
