"""The bare git repository on this machine that fetched objects are kept in: one for each address, never the truth.

It lies in the user's own cache directory and not in ``.steme/``: git believes the configuration of a repository that it
is given, and ``.steme/`` may come from a stranger. It may be deleted at any time.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import time
from contextlib import suppress
from hashlib import blake2b

from repo_format.errors import Busy, Refused, StorageFailed
from steme.durable import failed, make_folder, shown_path
from steme.git_remote.program import Git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from steme.git_remote.address import Address

PATIENCE = 60.0
"""Seconds to wait for another process that is using the same remote."""

STALE = 900.0
"""Seconds after which a lock file of git was left behind: a git that outlived its steme may still be at work before."""

_GIT = "objects.git"
_GIT_LOCKS = ("refs/steme/main.lock", "packed-refs.lock", "HEAD.lock", "config.lock", "shallow.lock")
_LEDGER = "ledger"
_LOCK = "lock"


class Cache:
    """The directory for one address, locked until ``close``. ``git`` runs git in it; ``ledger`` is a path for ours."""

    def __init__(self, address: Address, environment: Mapping[str, str] | None = None) -> None:
        """Make it where it is missing. Raises Busy, Refused where it is not the user's own, StorageFailed."""
        environment = os.environ if environment is None else environment
        name = blake2b(address.name.encode(), digest_size=16).hexdigest()
        self.path = os.path.join(cache_home(environment), "git", name)
        make_folder(self.path)
        _check_owner(self.path)
        self._lock = _locked(os.path.join(self.path, _LOCK))
        self.ledger = os.path.join(self.path, _LEDGER)
        directory = os.path.join(self.path, _GIT)
        self.git = Git(directory, address.protocols, address.settings, environment)
        if not os.path.exists(os.path.join(directory, "HEAD")):
            self._make("sha1")
        _remove_stale_locks(directory)

    def remake(self) -> None:
        """Begin anew with the object format SHA-256, which the other side turned out to have."""
        shutil.rmtree(self.git.directory, ignore_errors=True)
        self._make("sha256")

    def _make(self, objects: str) -> None:
        words = ("init", "--quiet", "--bare", "--template=", f"--object-format={objects}", self.git.directory)
        self.git.run(*words, what="make its cache")

    def close(self) -> None:
        """Let the next process have it."""
        lock, self._lock = self._lock, -1
        if lock >= 0:
            os.close(lock)


def cache_home(environment: Mapping[str, str]) -> str:
    """The absolute path of steme's cache folder: ``$XDG_CACHE_HOME/steme``, else ``~/.cache/steme``."""
    base = environment.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(environment.get("HOME") or os.path.expanduser("~"), ".cache")
    if not os.path.isabs(base):
        raise StorageFailed("there is no home directory to keep a cache in; set HOME or XDG_CACHE_HOME")
    return os.path.join(base, "steme")


def _remove_stale_locks(directory: str) -> None:
    """Those that a git left which was killed long ago: git itself never does, and nobody else writes here."""
    for name in _GIT_LOCKS:
        path = os.path.join(directory, name)
        with suppress(OSError):
            if time.time() - os.lstat(path).st_mtime > STALE:
                os.unlink(path)


def _check_owner(path: str) -> None:
    found = os.lstat(path)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise Refused(f"{shown_path(path)} is not a directory of yours alone; remove it, or set XDG_CACHE_HOME")


def _locked(path: str) -> int:
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise failed("opened", path, error) from error
    end = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        except BlockingIOError:
            if time.monotonic() > end:
                os.close(lock)
                raise Busy("another process is using this remote; try again when it is done") from None
            time.sleep(0.05)
