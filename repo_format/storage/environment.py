"""Opening the LMDB environment of the index safely (docs/format/index.md, section 2).

An LMDB file that is damaged, cut off or made by a stranger can kill the process that maps it, so one is opened only
when ``index/state`` says that it was made here, on this file, and was not left unsynced by a machine that crashed.
Everything else is answered with a reason, and the caller makes the index again from the segments.
"""

from __future__ import annotations

import os
import struct

import lmdb

from repo_format.errors import Damaged, NotFound, StorageFailed
from repo_format.storage import tables
from repo_format.storage.directory import Directory, shown_path
from repo_format.storage.writing import Writing, refused

STATE_FILE = "state"
DATA_FILE = "data.mdb"
LOCK_FILE = "lock.mdb"

_MAP_SIZE = 64 << 30
_SMALL_MAP_SIZE = 1 << 30
_READERS = 1024
_LOCK_BYTES = 80 * 1024
_META = struct.Struct("<I116xQQ")
_META_BYTES = _META.size
_META_MAGIC = 0xBEEFC0DE
_PAGE_HEADER = 16

UNKNOWN = "unknown"
"""The boot id where there is none: then nobody can tell whether the machine has stopped."""


_NOT_AN_INDEX = (
    lmdb.CorruptedError,
    lmdb.IncompatibleError,
    lmdb.InvalidError,
    lmdb.NotFoundError,
    lmdb.PageNotFoundError,
    lmdb.VersionMismatchError,
)


def boot_id() -> str:
    """An identifier of this start of the machine; ``UNKNOWN`` where the kernel offers none."""
    try:
        fd = os.open("/proc/sys/kernel/random/boot_id", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return UNKNOWN
    try:
        return os.read(fd, 64).decode("ascii", "replace").strip()
    finally:
        os.close(fd)


class State:
    """What ``index/state`` says: on which file, in which boot and for which repository the index is used, and how."""

    __slots__ = ("boot", "file", "print", "repository", "title", "word")

    def __init__(self, lines: list[str]) -> None:
        self.title, self.boot, self.file, self.word, self.repository, self.print = [*lines, *[""] * 6][:6]

    @classmethod
    def read(cls, directory: Directory) -> State | None:
        """The state of the index in ``directory``, of whatever content; None when there is none."""
        try:
            fd = directory.open_file(STATE_FILE, os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:
            return cls(os.read(fd, 512).decode("ascii", "replace").split("\n"))
        finally:
            os.close(fd)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, State) and all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    __hash__ = None  # type: ignore[assignment]

    @property
    def is_dirty_now(self) -> bool:
        """Whether it says that the index was written to since this start of the machine."""
        return self.word == "dirty" and self.boot == boot_id() != UNKNOWN


def why_unusable(directory: Directory, repository_id: bytes) -> str:
    """Why the index in ``directory`` must not be opened, as half a sentence; "" when it may be."""
    state = State.read(directory)
    while reason := _why_unusable(directory, state, repository_id):
        before, state = state, State.read(directory)
        if state == before:
            return reason  # and not because a writer has come or gone while we looked
    return ""


def _why_unusable(directory: Directory, state: State | None, repository_id: bytes) -> str:
    if state is None:
        return "there is none"
    data, lock = directory.check_file(DATA_FILE), directory.check_file(LOCK_FILE)
    if data is None or lock is None:
        return "its files are missing"
    if state.title != _title() or state.word not in ("clean", "dirty"):
        return "it was made by another version of steme"
    if state.repository != repository_id.hex():
        return "it belongs to another repository"
    if state.file != _file(data):
        return "it was copied from elsewhere"
    if state.word == "dirty" and not state.is_dirty_now:
        return "the machine stopped before it was on disk"
    if state.word == "clean" and state.print != _print(data):
        return "something other than steme has changed it"
    return "its files are cut off" if lock.st_size < _LOCK_BYTES else _damage(directory)


def may_be_torn(directory: Directory) -> bool:
    """Whether, by what the index's state says, the machine may have stopped in the midst of a write to the log.

    Only then can a commit be on the disk and something before it not. A process that dies leaves what it wrote up to
    some byte, and nothing behind that.
    """
    state = State.read(directory)
    return state is None or not (state.word == "clean" or state.is_dirty_now)


def _file(status: os.stat_result) -> str:
    return f"{status.st_dev}:{status.st_ino}"


def _print(status: os.stat_result) -> str:
    return f"{status.st_size} {status.st_mtime_ns}"


def _title() -> str:
    return f"steme index {tables.INDEX_VERSION}"


def _damage(directory: Directory) -> str:
    """What the two meta pages say about the size of the file; LMDB itself does not compare them."""
    fd = directory.open_file(DATA_FILE, os.O_RDONLY)
    try:
        first = os.pread(fd, _META_BYTES, _PAGE_HEADER)
        page_size = int.from_bytes(first[24:28], "little")
        second = os.pread(fd, _META_BYTES, page_size + _PAGE_HEADER)
        size = os.fstat(fd).st_size  # last: a writer extends the file before it writes a meta page that says so
    finally:
        os.close(fd)
    newest = (0, 0)
    for meta in (first, second):
        if len(meta) < _META_BYTES or _META.unpack_from(meta)[0] != _META_MAGIC:
            return "its file is damaged"
        last_page, transaction = _META.unpack_from(meta)[1:]
        newest = max(newest, (transaction, last_page))
    return "its file is cut off" if size < (newest[1] + 1) * page_size else ""


def create(directory: Directory, repository_id: bytes) -> lmdb.Environment:
    """Make a new, empty index in an empty directory and open it.

    The lock file gets its blocks beforehand: LMDB would only extend it, and a disk that is full when the pages are
    first touched through the map is a SIGBUS.
    """
    try:
        fd = directory.open_file(LOCK_FILE, os.O_RDWR | os.O_CREAT)
        try:
            os.posix_fallocate(fd, 0, _LOCK_BYTES)
        finally:
            os.close(fd)
    except OSError as error:
        place = shown_path(directory.path)
        raise StorageFailed(f"cannot create {place}/{LOCK_FILE}: {error.strerror}") from error
    env = open_environment(directory, writable=True)
    try:
        with Writing(env.begin(write=True)) as txn:
            for name in tables.ALL:
                duplicates = name in tables.FIXED_DUPLICATES
                env.open_db(name.encode(), txn=txn, create=True, dupsort=duplicates, dupfixed=duplicates)
        env.sync(True)
        write_state(directory, repository_id, "dirty")
    except BaseException as error:
        env.close()
        if isinstance(error, lmdb.Error):
            raise refused(error) from error
        raise
    return env


def write_state(directory: Directory, repository_id: bytes, word: str) -> None:
    """Record durably on which file and in which boot the index is used, and whether it is ``clean`` or ``dirty``.

    Of a clean file the size and the time of its last change are recorded too: whatever else writes to it shows.
    """
    data = directory.check_file(DATA_FILE)
    if data is None:
        raise StorageFailed(f"{shown_path(directory.path + '/' + DATA_FILE)} has vanished; run `steme reindex`")
    fingerprint = _print(data) if word == "clean" else ""
    lines = (_title(), boot_id(), _file(data), word, repository_id.hex(), fingerprint, "")
    directory.write_file(STATE_FILE, "\n".join(lines).encode("ascii"))


def can_register(directory: Directory) -> bool:
    """Whether a reader may enter itself into LMDB's lock file; who cannot must keep writers away while it reads."""
    return os.access(f"{directory.path}/{LOCK_FILE}", os.W_OK)


def open_environment(directory: Directory, writable: bool) -> lmdb.Environment:
    """Map an index that ``why_unusable`` found nothing against, or an empty directory when ``writable``.

    ``sync`` is off: truth is in the segments, and an index that a crash of the machine caught is thrown away.
    """
    for size in (_MAP_SIZE, _SMALL_MAP_SIZE, _SMALL_MAP_SIZE >> 3):
        try:
            return lmdb.open(
                directory.path,
                map_size=size,
                subdir=True,
                readonly=not writable,
                create=False,
                sync=False,
                metasync=False,
                lock=writable or can_register(directory),
                max_readers=_READERS,
                max_dbs=len(tables.ALL) + 1,
                mode=0o644,
            )
        except (lmdb.MemoryError, MemoryError):
            continue  # an address-space limit (RLIMIT_AS, a container): a smaller map still serves
        except _NOT_AN_INDEX as error:
            place = shown_path(directory.path)
            raise Damaged(f"the index in {place} is damaged ({error}); run `steme reindex`") from error
        except lmdb.Error as error:
            if not directory.is_in_place():
                raise NotFound(f"the index in {shown_path(directory.path)} is being replaced; try again") from error
            raise StorageFailed(f"cannot open the index in {shown_path(directory.path)}: {error}") from error
    raise StorageFailed(f"there is not enough address space to map the index in {shown_path(directory.path)}")


def open_tables(env: lmdb.Environment) -> dict[str, lmdb._Database]:
    """Handles of all tables by name. Raises Damaged when one is missing (the caller rebuilds).

    In a writable environment this waits for whoever has a write transaction: open such a one only while nobody writes.
    """
    found: dict[str, lmdb._Database] = {}
    try:
        for name in tables.ALL:
            duplicates = name in tables.FIXED_DUPLICATES
            found[name] = env.open_db(name.encode(), create=False, dupsort=duplicates, dupfixed=duplicates)
    except lmdb.Error as error:
        raise Damaged(f"the index lacks a table ({error}); run `steme reindex`") from error
    return found
