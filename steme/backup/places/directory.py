"""A backup in a directory: files that grow, a manifest that is replaced, a lock for whoever writes."""

from __future__ import annotations

import os

from repo_format.errors import Busy, NotFound, Refused, StorageFailed
from repo_format.storage.directory import Directory, shown_path, write_all
from repo_format.storage.lock import LOCK_FILE, WriterLock
from steme.backup.manifest import MANIFEST, MAX_BYTES
from steme.backup.names import OWN, part_name
from steme.durable import make_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PIECE = 4 << 20


def open_place(path: str, *, write: bool) -> DirectoryPlace:
    """The backup in the directory ``path``. Raises NotFound, Refused, Busy, StorageFailed."""
    full = os.path.realpath(path)
    if write:
        make_folder(full, 0o755)
    place = DirectoryPlace(Directory.open(full))
    try:
        if write:
            place.take()
        return place
    except BaseException:
        place.close()
        raise


class DirectoryPlace:
    """As ``place.Place`` says. Links are not followed below the directory."""

    appends = True

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._lock: WriterLock | None = None
        self.shown = shown_path(directory.path)

    def take(self) -> None:
        """Become the only one who writes here. Raises Refused where something else is kept, Busy."""
        strange = [name for name in self._directory.names() if not self._is_own(name)]
        if strange and MANIFEST not in self._directory.names():
            raise Refused(f"{self.shown} holds other things ({shown_path(strange[0])}); give an empty directory")
        lock = WriterLock(self._directory)
        try:
            lock.acquire(0)
        except Busy:
            raise Busy(f"another process is writing to the backup in {self.shown}; try again later") from None
        self._lock = lock

    @staticmethod
    def _is_own(name: str) -> bool:
        return name in (MANIFEST, LOCK_FILE) or _is_folder(name) or name.endswith(".tmp")

    def manifest(self) -> bytes | None:
        """The bytes of the manifest."""
        try:
            return self._directory.read_file(MANIFEST, MAX_BYTES)
        except FileNotFoundError:
            return None

    def publish(self, manifest: bytes) -> None:
        """Replace the manifest; the lock keeps others away."""
        self._directory.write_file(MANIFEST, manifest)

    def read(self, name: str, offset: int, size: int) -> Iterator[bytes]:
        """Bytes of a part: of its own file, as a copy of an object store has it, or of the one file of all parts."""
        folder, _, file = name.partition("/")
        try:
            directory = Directory.open(folder, self._directory)
        except NotFound:
            return
        try:
            try:
                fd, at = directory.open_file(part_name(file, offset, offset + size), os.O_RDONLY), 0
            except FileNotFoundError:
                fd, at = directory.open_file(file, os.O_RDONLY), offset
        except FileNotFoundError:
            return
        finally:
            directory.close()
        try:
            yield from _pieces(fd, at, at + size)
        except OSError as error:
            raise StorageFailed(f"cannot read {self.shown}/{name}: {error.strerror}") from error
        finally:
            os.close(fd)

    def write(self, name: str, offset: int, end: int, pieces: Iterable[bytes]) -> None:  # noqa: ARG002 - one file
        """Go on with the file at ``offset`` and cut off what stood behind."""
        folder, _, file = name.partition("/")
        directory = self._directory.make(folder)
        try:
            fd = directory.open_file(file, os.O_RDWR | os.O_CREAT)
            try:
                if os.fstat(fd).st_size < offset:
                    raise Refused(f"{self.shown} was copied from an object store; make a new backup elsewhere")
                at = offset
                for piece in pieces:
                    write_all(fd, piece, at)
                    at += len(piece)
                os.ftruncate(fd, at)
                os.fsync(fd)
            finally:
                os.close(fd)
            directory.sync()
            self._directory.sync()
        except OSError as error:
            raise StorageFailed(f"cannot write {self.shown}/{name}: {error.strerror}") from error
        finally:
            directory.close()

    def names(self) -> list[str]:
        """Every file of a backup, and what a killed writer left beside the manifest."""
        found = []
        for folder in self._directory.names():
            if not _is_folder(folder):
                continue
            directory = Directory.open(folder, self._directory)
            found += [f"{folder}/{name}" for name in directory.names()]
            directory.close()
        return [name for name in found if OWN.fullmatch(name)]

    def remove(self, name: str) -> None:
        """Remove a file, and its folder with the last one."""
        folder, _, file = name.partition("/")
        try:
            directory = Directory.open(folder, self._directory)
        except NotFound:
            return
        directory.remove(file)
        is_empty = not directory.names()
        directory.close()
        if is_empty:
            self._directory.remove_directory(folder)

    def close(self) -> None:
        """Let the next one write."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        self._directory.close()


def _is_folder(name: str) -> bool:
    return name.partition(".")[0] in ("log", "audit")


def _pieces(fd: int, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        piece = os.pread(fd, min(_PIECE, end - start), start)
        if not piece:
            return
        yield piece
        start += len(piece)
