"""Watching a repository: what other processes commit, as soon as it is there (``steme log --follow``).

A look is a ``stat`` of the segment that grows, and only when that has changed is the repository opened, read in pages
and closed again. So a follower that waits holds no lock, no map and no descriptor, and does not mind a sealed segment
or a rebuilt index.
"""

from __future__ import annotations

import os
import time

from repo_format.storage.layout import DIRECTORY, LOG
from repo_format.storage.log import ACTIVE
from steme.history import entries
from steme.repository import Repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from steme.history import Entry
    from steme.wanted import Wanted

INTERVAL = 0.2
"""Seconds between two looks."""


def follow(
    path: str, wanted: Wanted, after: int, *, pause: Callable[[float], object] = time.sleep
) -> Iterator[Entry | None]:
    """The wanted objects with a seq above ``after``, by seq, then those that come, without an end.

    ``path`` is the directory that holds ``.steme``. None is given whenever there is nothing more for the moment, so
    that the caller can write out what it has. Raises as ``Repository.open``.
    """
    seen = None
    while True:
        now = _mark(path)
        if now != seen:
            with Repository.open(path) as repository:
                with repository.snapshot() as view:
                    upto, settled = view.count, not view.lag
                yield from entries(repository, wanted, oldest_first=True, after=after, upto=upto)
            after = upto
            seen = now if settled else None
        yield None
        pause(INTERVAL)


def _mark(path: str) -> tuple[int, int] | None:
    """What changes with every commit: which file the active segment is, and its size; None while it is being sealed."""
    try:
        status = os.stat(f"{path}/{DIRECTORY}/{LOG}/{ACTIVE}", follow_symlinks=False)
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_size
