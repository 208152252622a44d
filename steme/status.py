"""The state of a repository in short: how much is in it, who committed last, who would sign now, what is unusual."""

from __future__ import annotations

import os
import time

from repo_format.errors import NotFound, StemeError
from repo_format.storage import commits, environment
from repo_format.storage.directory import Directory
from repo_format.storage.index import NAME as INDEX
from repo_format.storage.layout import LOST
from repo_format.storage.lock import is_free
from steme import keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from steme.configuration import Configuration
    from steme.keys import KeyFile
    from steme.remotes.apart import Distance
    from steme.remotes.remote import Remote
    from steme.repository import Repository


class Sizes:
    """Bytes on the disk: the ``log`` in so many ``segments``, the ``index``, and what crashes left in ``lost``."""

    __slots__ = ("index", "log", "lost", "segments")

    def __init__(self, repository: Repository) -> None:
        store = repository.store
        numbers = store.log.numbers()
        self.segments = len(numbers)
        self.log = sum(store.log.size(number) for number in numbers)
        self.index = _size(store.directory, INDEX, (environment.DATA_FILE,))
        self.lost = _size(store.directory, LOST)


class Status:
    """What there is to say in short. ``head`` is the newest head's id, None before the first commit.

    ``committed`` is its time (microseconds) and ``signer`` its key; ``behind`` counts bytes of the log that the index
    does not have; ``key`` is the key that would sign, or None and the reason in ``no_key``; ``unusual`` are sentences.
    ``remotes`` are the remotes by name, each with how far apart the two were after the last exchange.
    """

    __slots__ = (
        "behind", "commits", "committed", "head", "id", "key", "no_key", "objects", "path", "remotes", "signer",
        "sizes", "unusual",
    )  # fmt: skip

    def __init__(self, repository: Repository) -> None:
        self.path = repository.path
        self.id = repository.id
        with repository.snapshot() as view:
            self.objects, self.commits, self.behind = view.count, view.watermark.commit, view.lag
            newest = commits.head_at(view, self.commits) if self.commits else None
        self.head = newest.id if newest else None
        self.committed = newest.time if newest else None
        self.signer = newest.signer if newest else None
        self.sizes = Sizes(repository)
        self.remotes = _remotes(repository)
        self.unusual = list(_unusual(self, repository))
        try:
            self.key, self.no_key = _signing_key(repository.configuration)
        except StemeError as error:
            self.key, self.no_key = None, "the configuration cannot be read"
            self.unusual.insert(0, str(error))


def _signing_key(configuration: Configuration) -> tuple[KeyFile | None, str]:
    """The key that signs when nobody names one, not unlocked; or why there is none."""
    name = configuration.text("user.key")
    if name:
        try:
            return keys.find(name), ""
        except StemeError as error:
            return None, str(configuration.blamed("user.key", str(error)))
    try:
        own = [key for key in keys.list_keys()[0] if key.secret is not None]
    except StemeError as error:
        return None, str(error)
    if len(own) == 1:
        return own[0], ""
    return (
        None,
        f"there are {len(own)} keys to choose from" if own else "there is none yet; make one with `steme key new NAME`",
    )


def _remotes(repository: Repository) -> list[tuple[Remote, Distance]]:
    """None where the configuration cannot be read, which the key has been asked of too."""
    from steme.remotes.apart import distances

    try:
        return distances(repository)
    except StemeError:
        return []


def _unusual(status: Status, repository: Repository) -> Iterator[str]:
    directory = repository.store.directory
    if not is_free(directory):
        yield "another process is writing"
    elif status.behind:
        yield f"the index lacks {status.behind} bytes of the log; `steme reindex` makes it anew"
    if status.sizes.lost:
        yield f"a crash left {status.sizes.lost} bytes of an unfinished commit, kept in .steme/{LOST}"
    if not os.access(directory.path, os.W_OK):
        yield "you may read it and not write to it"
    if status.committed is not None and status.committed > time.time_ns() // 1000:
        yield "the last commit is in the future of this machine's clock"
    left = [name for name in directory.names() if name.startswith(f"{INDEX}.")]
    if left:
        yield f"an interrupted rebuild of the index left .steme/{left[0]}; it may be deleted"


def _size(parent: Directory, name: str, wanted: tuple[str, ...] = ()) -> int:
    """The bytes of the files in a directory of the repository, 0 when it is not there."""
    try:
        directory = Directory.open(name, parent)
    except NotFound:
        return 0
    try:
        found = (directory.check_file(entry) for entry in wanted or directory.names())
        return sum(status.st_size for status in found if status is not None)
    finally:
        directory.close()
