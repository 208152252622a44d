"""Compacting a repository: the same objects, commits, heads and refs in fewer bytes."""

from __future__ import annotations

import os

from repo_format.storage import rewriting
from repo_format.storage.compacting import Compacting
from repo_format.storage.environment import DATA_FILE
from repo_format.storage.index import NAME as INDEX
from repo_format.storage.layout import DIRECTORY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from steme.repository import Repository


class Compacted:
    """Bytes of log and index before and after (of the index after a dry run: None); frames merged and dropped, blocks
    squeezed.
    """

    __slots__ = ("dropped", "index_after", "index_before", "log_after", "log_before", "merged", "squeezed")

    def __init__(self, change: Compacting, log: tuple[int, int], index: tuple[int, int | None]) -> None:
        self.merged, self.dropped, self.squeezed = change.merged, change.dropped, change.squeezed
        self.log_before, self.log_after = log
        self.index_before, self.index_after = index


def compact(
    repository: Repository, *, dry_run: bool = False, advance: Callable[[int], None] | None = None
) -> Compacted:
    """Write the log anew without waste, make the index from it, and put both in place in one swap; all or nothing.

    A dry run writes the log and drops it again. ``advance`` is told bytes of log, twice each. Raises Busy, Damaged,
    StorageFailed.
    """
    store, change = repository.store, Compacting()
    store.lock.acquire(repository.timeout)
    try:
        rewriting.ready(store)
        before = _index_bytes(repository)
        fresh = rewriting.Rewriting(store)
        try:
            fresh.copy(change, advance)
            if not dry_run:
                fresh.build_index(advance)
                fresh.check_same()
                fresh.put_in_place()
        finally:
            fresh.close()
    finally:
        store.lock.release()
    return Compacted(change, (fresh.before, fresh.after), (before, None if dry_run else _index_bytes(repository)))


def _index_bytes(repository: Repository) -> int:
    """What the index takes on the disk; the file itself has holes."""
    return os.stat(f"{repository.path}/{DIRECTORY}/{INDEX}/{DATA_FILE}").st_blocks * 512
