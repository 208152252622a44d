"""Clearing away what writers left that were killed at work: temporary files, and indexes half built or replaced.

Nothing here was ever part of the repository. The writer's lock must be held: whatever lies about then is nobody's.
"""

from __future__ import annotations

from repo_format.errors import NotFound
from repo_format.storage import swapping
from repo_format.storage.directory import Directory
from repo_format.storage.layout import LOG, LOST

_INDEX = "index"


def sweep(repository: Directory) -> None:
    """Remove the files ``NAME.PID.tmp`` in all directories of a repository, the indexes ``index.PID.*``, and what is
    left of a rewritten log.
    """
    swapping.settle(repository)
    for name in repository.names():
        if name.startswith(f"{_INDEX}.") and name.endswith((".building", ".old")):
            repository.remove_directory(name)
    _remove_temporary(repository)
    for part in (LOG, LOST, _INDEX):
        try:
            directory = Directory.open(part, repository)
        except NotFound:
            continue
        _remove_temporary(directory)
        directory.close()


def _remove_temporary(directory: Directory) -> None:
    for name in directory.names():
        stem, _, pid = name.removesuffix(".tmp").rpartition(".")
        if stem and name.endswith(".tmp") and pid.isdigit():
            directory.remove(name)
