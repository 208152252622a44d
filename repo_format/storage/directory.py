"""Directories of a repository, opened so that nothing outside can be reached through them.

Names are resolved relative to an open descriptor, symbolic links are never followed, and a file that is not regular,
has a second hard link, or belongs to somebody else is refused before anything reads it (threat: an archive or another
user prepares a ``.steme`` that points elsewhere).
"""

from __future__ import annotations

import os
import stat

from repo_format.errors import NotFound, Refused, StemeError, StorageFailed, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

SAFE_DIRECTORY = "STEME_SAFE_DIRECTORY"
"""Environment variable: paths, joined by ``:``, whose foreign owner is accepted (as git's safe.directory)."""

UNSAFE_FILESYSTEM = "STEME_UNSAFE_FILESYSTEM"
"""Environment variable: ``1`` lets a repository live on a network file system, where locks may not hold."""

_NETWORK_TYPES = (
    "nfs nfs4 cifs smb3 smbfs 9p afs ceph lustre gpfs glusterfs beegfs ncpfs orangefs davfs "
    "fuse.sshfs fuse.s3fs fuse.glusterfs fuse.rclone fuse.gcsfuse fuse.davfs"
)
_NETWORK = frozenset(_NETWORK_TYPES.split())


class Directory:
    """An open directory of a repository. ``path`` is for messages and for LMDB, every other access goes through
    ``fd``.
    """

    __slots__ = ("fd", "path")

    def __init__(self, path: str, fd: int) -> None:
        self.path = path
        self.fd = fd

    @classmethod
    def open(cls, path: str, parent: Directory | None = None) -> Directory:
        """Open the directory at ``path`` (below ``parent`` when given, where it is one plain name).

        Raises NotFound when there is none, Refused when it is a symbolic link, belongs to another user, or lies in a
        repository and anybody may write there.
        """
        full = f"{parent.path}/{path}" if parent else path
        try:
            fd = os.open(
                path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=parent.fd if parent else None
            )
        except FileNotFoundError as error:
            raise NotFound(f"there is no directory {shown_path(full)}") from error
        except NotADirectoryError as error:
            raise Refused(
                f"{shown_path(full)} is a symbolic link or a file, and a repository's directories are neither"
            ) from error
        except OSError as error:
            raise StorageFailed(f"cannot open {shown_path(full)}: {error.strerror}") from error
        try:
            check_owner(os.fstat(fd), full)
            if parent is not None:
                check_private(os.fstat(fd), full)
        except Refused:
            os.close(fd)
            raise
        return cls(full, fd)

    def open_file(self, name: str, flags: int, mode: int = 0o644) -> int:
        """A descriptor of the regular file ``name``, opened without following links.

        Raises FileNotFoundError when it is absent (a normal case for callers), Refused for what is not a plain file of
        ours, StorageFailed for everything else.
        """
        try:
            fd = os.open(name, flags | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK, mode, dir_fd=self.fd)
        except FileNotFoundError:
            raise
        except OSError as error:
            self.check_file(name)
            raise StorageFailed(f"cannot open {shown_path(self.path + '/' + name)}: {error.strerror}") from error
        try:
            check_plain(os.fstat(fd), f"{self.path}/{name}")
        except Refused:
            os.close(fd)
            raise
        return fd

    def check_file(self, name: str) -> os.stat_result | None:
        """The status of ``name`` after the same checks without opening it, or None when it is absent."""
        try:
            status = os.stat(name, dir_fd=self.fd, follow_symlinks=False)
        except FileNotFoundError:
            return None
        check_plain(status, f"{self.path}/{name}")
        return status

    def is_in_place(self) -> bool:
        """Whether ``path`` still leads to this directory."""
        try:
            status = os.stat(self.path, follow_symlinks=False)
        except OSError:
            return False
        return os.path.samestat(status, os.fstat(self.fd))

    def read_file(self, name: str, limit: int = 1 << 20) -> bytes:
        """The content of a small file; FileNotFoundError when absent, Refused when it is larger than ``limit``."""
        fd = self.open_file(name, os.O_RDONLY)
        try:
            data = os.read(fd, limit + 1)
        finally:
            os.close(fd)
        if len(data) > limit:
            raise Refused(f"{shown_path(self.path + '/' + name)} is larger than {limit} bytes")
        return data

    def write_file(self, name: str, data: bytes, mode: int = 0o644) -> None:
        """Put ``data`` in place of the file ``name``, durably and whole: a crash leaves the old content or the new."""
        self.write_pieces(name, (data,), mode)

    def write_pieces(self, name: str, pieces: Iterable[bytes], mode: int = 0o644) -> None:
        """As ``write_file``, for more than should be in memory at once."""
        temporary = f"{name}.{os.getpid()}.tmp"
        self.remove(temporary)
        try:
            # exclusive: what an archive may have put under this name is never written through
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            fd = os.open(temporary, flags, mode, dir_fd=self.fd)
            try:
                at = 0
                for piece in pieces:
                    write_all(fd, piece, at)
                    at += len(piece)
                os.fsync(fd)
            finally:
                os.close(fd)
            os.rename(temporary, name, src_dir_fd=self.fd, dst_dir_fd=self.fd)
            os.fsync(self.fd)
        except OSError as error:
            self.remove(temporary)
            raise StorageFailed(f"cannot write {shown_path(self.path + '/' + name)}: {error.strerror}") from error

    def remove(self, name: str) -> None:
        """Remove a file if it is there."""
        try:
            os.unlink(name, dir_fd=self.fd)
        except OSError:
            pass

    def remove_directory(self, name: str) -> None:
        """Remove a directory and the files in it, or a link that has taken its name, if it is there."""
        try:
            doomed = Directory.open(name, self)
        except StemeError:
            self.remove(name)
            return
        for entry in doomed.names():
            doomed.remove(entry)
        doomed.close()
        try:
            os.rmdir(name, dir_fd=self.fd)
        except OSError:
            pass

    def sync(self) -> None:
        """Put the names in this directory on the disk. Raises StorageFailed."""
        try:
            os.fsync(self.fd)
        except OSError as error:
            raise StorageFailed(f"cannot write {shown_path(self.path)}: {error.strerror}") from error

    def sync_parent(self) -> None:
        """Put the name of this directory itself on the disk, where its parent may be opened. Raises StorageFailed."""
        try:
            fd = os.open("..", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=self.fd)
        except OSError:
            return
        try:
            os.fsync(fd)
        except OSError as error:
            raise StorageFailed(f"cannot write {shown_path(self.path)}: {error.strerror}") from error
        finally:
            os.close(fd)

    def make(self, name: str) -> Directory:
        """Create the directory ``name`` here unless it exists, and open it."""
        try:
            os.mkdir(name, 0o755, dir_fd=self.fd)
        except FileExistsError:
            pass
        except OSError as error:
            raise StorageFailed(f"cannot create {shown_path(self.path + '/' + name)}: {error.strerror}") from error
        return Directory.open(name, self)

    def names(self) -> list[str]:
        """The names in this directory, sorted."""
        return sorted(os.listdir(self.fd))

    def close(self) -> None:
        """Close the descriptor; closing twice does nothing."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


def shown_path(path: str) -> str:
    """A path as it may stand in a message: whole, since its end is what tells; escaped where it is unprintable."""
    return path if path.isprintable() else shown(path, 400)


def check_owner(status: os.stat_result, path: str) -> None:
    """Raise Refused when what ``status`` describes belongs to another user and is not listed as safe."""
    if status.st_uid in (os.geteuid(), 0) or _listed_as_safe(path):
        return
    raise Refused(
        f"{shown_path(path)} belongs to another user (uid {status.st_uid}); "
        f"if you trust it, add the repository's path to {SAFE_DIRECTORY}"
    )


def _listed_as_safe(path: str) -> bool:
    listed = os.environ.get(SAFE_DIRECTORY, "").split(":")
    real = os.path.realpath(path)
    return any(entry and (real + "/").startswith(os.path.realpath(entry) + "/") for entry in listed)


def check_plain(status: os.stat_result, path: str) -> None:
    """Raise Refused unless ``status`` is of a regular file of ours with one name."""
    if stat.S_ISLNK(status.st_mode):
        raise Refused(f"{shown_path(path)} is a symbolic link; a repository holds none")
    if not stat.S_ISREG(status.st_mode):
        raise Refused(f"{shown_path(path)} is not a regular file")
    if status.st_nlink > 1:
        raise Refused(f"{shown_path(path)} has a second hard link; copy the file instead")
    check_owner(status, path)
    check_private(status, path)


def check_private(status: os.stat_result, path: str) -> None:
    """Raise Refused when every user of the machine may write to what ``status`` describes."""
    if status.st_mode & stat.S_IWOTH and not _listed_as_safe(path):
        raise Refused(
            f"{shown_path(path)} can be changed by every user of this machine; run `chmod o-w` on it, "
            f"or add the repository's path to {SAFE_DIRECTORY} if you know better"
        )


def check_filesystem(directory: Directory) -> None:
    """Raise Refused when the directory is on a network file system, on which ``flock`` and ``mmap`` do not hold."""
    kind = filesystem_type(os.fstat(directory.fd).st_dev)
    if kind in _NETWORK and os.environ.get(UNSAFE_FILESYSTEM) != "1":
        place = shown_path(directory.path)
        raise Refused(
            f"{place} is on a network file system ({kind}), where locks and memory maps may not hold; "
            f"keep the repository on a local disk, or set {UNSAFE_FILESYSTEM}=1 if you know better"
        )


def filesystem_type(device: int) -> str:
    """The type of the file system with this device number as Linux names it (``ext4``, ``nfs4``); "" when unknown."""
    wanted = f"{os.major(device)}:{os.minor(device)}"
    try:
        fd = os.open("/proc/self/mountinfo", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return ""
    with open(fd, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            fields = line.split()
            if len(fields) > 2 and fields[2] == wanted and "-" in fields:
                return fields[fields.index("-") + 1]
    return ""


def write_all(fd: int, data: bytes, offset: int) -> None:
    """Write all of ``data`` at ``offset``, however many calls that takes. Raises OSError."""
    view = memoryview(data)
    while view:
        written = os.pwrite(fd, view, offset)
        view = view[written:]
        offset += written
