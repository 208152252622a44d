"""Sealing the active segment once it is large, and beginning the next (docs/format/segments.md, section 6)."""

from __future__ import annotations

import os

from repo_format import frame, limits, segment
from repo_format.errors import StorageFailed
from repo_format.storage import tables
from repo_format.storage.directory import write_all
from repo_format.storage.log import ACTIVE, sealed_name
from repo_format.storage.snapshot import Watermark

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.index import Index
    from repo_format.storage.log import Log


def rotate(log: Log, index: Index, repository_id: bytes, mark: Watermark) -> Watermark:
    """Seal the active segment if it has reached ``limits.SEGMENT_BYTES``; the lock must be held, ``mark`` be the log's
    end.

    Returns the place where the next frame goes. A crash between the steps is made good by the next call.
    """
    if mark.end >= limits.SEGMENT_BYTES and log.is_active(mark.segment):
        mark = _seal(log, mark)
    if not log.has_active():
        mark = _begin_next(log, index, repository_id, mark)
    return mark


def _seal(log: Log, mark: Watermark) -> Watermark:
    body = segment.encode_closing(mark.commit, mark.next_seq - 1)
    data, chain = frame.encode(frame.CLOSING, body, mark.chain)
    directory = log.directory
    try:
        fd = directory.open_file(ACTIVE, os.O_RDWR)
        try:
            write_all(fd, data, mark.end)
            os.fsync(fd)
            os.rename(ACTIVE, sealed_name(mark.segment), src_dir_fd=directory.fd, dst_dir_fd=directory.fd)
            os.fsync(directory.fd)
            os.fchmod(fd, 0o444)  # not sooner: a crash before the rename leaves a segment that must be cut
        finally:
            os.close(fd)
    except OSError as error:
        raise StorageFailed(f"cannot seal segment {mark.segment} of the log: {error.strerror}") from error
    return Watermark(mark.segment, mark.end + len(data), mark.start, chain, mark.commit, mark.next_seq)


def _begin_next(log: Log, index: Index, repository_id: bytes, mark: Watermark) -> Watermark:
    opening = segment.Opening(repository_id, mark.segment + 1, mark.next_seq, mark.chain, 0)
    data, chain = frame.encode(frame.OPENING, opening.encode(), mark.chain)
    log.directory.write_file(ACTIVE, data)
    following = Watermark(mark.segment + 1, len(data), 0, chain, mark.commit, mark.next_seq)
    index.mark_dirty()
    with index.write() as txn:
        txn.put(tables.WATERMARK, following.encode(), db=index.databases[tables.META])
    return following
