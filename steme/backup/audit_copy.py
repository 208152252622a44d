"""The audit log in a backup: copied as far as it has grown, or anew where it is another one."""

from __future__ import annotations

import os

from blake3 import blake3
from msgspec.structs import replace

from repo_format.audit.log import FILE, FOLDER
from repo_format.errors import NotFound, StorageFailed
from repo_format.storage.directory import Directory
from steme.backup import parts
from steme.backup.manifest import AuditCopy, Manifest
from steme.backup.names import audit_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from steme.backup.manifest import Part
    from steme.backup.place import Place

_PIECE = 4 << 20


def copy_audit(repository: Directory, place: Place, manifest: Manifest) -> Manifest:
    """Bring the copy of the audit log up to what is in ``repository`` (a ``.steme``); the manifest that says so.

    A log that was moved away or replaced is copied under the next generation; where there is none any more, the copy
    stays. A record that is being written may be there in part: whoever restores the log cuts it off, as after a crash.
    """
    fd = _open(repository)
    if fd < 0:
        return manifest
    try:
        size, old = os.fstat(fd).st_size, manifest.audit
        if not size:
            return manifest
        if old is None or not _goes_on(fd, size, old.parts):
            old = AuditCopy(old.generation + 1 if old else 1, ())
        name = audit_name(old.generation)
        copied = parts.extend(place, name, old.parts, size, lambda start, end: _pieces(fd, start, end), _ignore)
        return replace(manifest, audit=AuditCopy(old.generation, copied))
    finally:
        os.close(fd)


def _open(repository: Directory) -> int:
    try:
        directory = Directory.open(FOLDER, repository)
    except NotFound:
        return -1
    try:
        return directory.open_file(FILE, os.O_RDONLY)
    except FileNotFoundError:
        return -1
    finally:
        directory.close()


def _goes_on(fd: int, size: int, copied: Sequence[Part]) -> bool:
    """Whether the file still has the last part, the smallest, where it was; a chained file then has the others too."""
    end = sum(part.bytes for part in copied)
    hashed = blake3()
    for piece in _pieces(fd, end - copied[-1].bytes, min(size, end)):
        hashed.update(piece)
    return size >= end and hashed.hexdigest() == copied[-1].digest


def _pieces(fd: int, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        try:
            piece = os.pread(fd, min(_PIECE, end - start), start)
        except OSError as error:
            raise StorageFailed(f"cannot read {FOLDER}/{FILE}: {error.strerror}") from error
        if not piece:
            raise StorageFailed(f"{FOLDER}/{FILE} became shorter while it was copied; try again")
        yield piece
        start += len(piece)


def _ignore(amount: int) -> None:
    """Progress is that of the log."""
