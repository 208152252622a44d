"""One visit to a git remote: what is there is fetched and understood, and what is pushed is taken or comes too late."""

from __future__ import annotations

import os

from repo_format.errors import NotARepository, Refused, RemoteFailed
from steme.git_remote import history, ledger
from steme.git_remote.cache import Cache
from steme.git_remote.program import Git, GitFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from steme.git_remote.address import Address

REF = "refs/steme/main"
"""Where truth rides. Branches and tags of git are never read or written."""

_HARDENED = "git -c core.hooksPath=/dev/null -c core.alternateRefsCommand=true -c gc.auto=0 -c receive.autogc=false"
"""How git is started in a repository on this machine, whose hooks and configuration may come from a stranger."""

_LAZY = r"^(extensions\.partialclone|remote\..*\.promisor)$"
_OTHER_FORMAT = ("mismatched algorithms", "does not support this repository's hash algorithm")
_RACE = ("cannot lock ref", "failed to update ref", "incorrect old value", "reference already exists", "fetch first")


class Visit:
    """An address with its cache, held until ``close``; ``state`` is the ledger of what was found there last."""

    def __init__(self, address: Address, environment: Mapping[str, str] | None = None) -> None:
        """Fetches at once. Raises RemoteFailed, Refused, Busy, StorageFailed."""
        self._address = address
        if address.folder:
            _check_folder(address.folder)
        self._cache = Cache(address, environment)
        try:
            self.git = self._cache.git
            self.state = ledger.load(self._cache.ledger)
            self.fetch()
            if not self.state.repository:
                self.state.repository = os.urandom(16)
                ledger.save(self.state, self._cache.ledger)
        except BaseException:
            self._cache.close()
            raise

    def close(self) -> None:
        """Let other processes use the cache."""
        self._cache.close()

    def fetch(self) -> None:
        """Find out what is there now; afterwards ``state`` is that of the remote. Raises RemoteFailed."""
        tip = self._fetched()
        if tip == self.state.tip:
            return
        repository = self.state.repository
        self.state = history.brought_up(self.state, self.git, tip)
        self.state.repository = self.state.repository or repository
        ledger.save(self.state, self._cache.ledger)

    def _fetched(self) -> str:
        try:
            found = self._fetch_once()
        except GitFailed as error:
            if not error.mentions(*_OTHER_FORMAT):
                raise
            self._cache.remake()
            found = self._fetch_once()
        if not found:
            self.git.run("update-ref", "-d", REF)
            return ""
        wanted = f"{REF}^{{commit}}"
        return self.git.run("rev-parse", "--verify", "--quiet", wanted, what="find a commit there").decode().strip()

    def _fetch_once(self) -> bool:
        """Bring the ref here; whether there is one."""
        words = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=", "--no-auto-gc"]
        near = [f"--upload-pack={_HARDENED} upload-pack"] if self._address.folder else []
        try:
            self.git.run(*words, *near, "--", self._address.url, f"+{REF}:{REF}", what=self._what("read"))
        except GitFailed as error:
            if not error.mentions(f"couldn't find remote ref {REF}"):
                raise
            return False
        return True

    def push(self, commit: str) -> bool:
        """Let the remote's ref be ``commit``, which follows ``state``; False where somebody else was faster.

        Either way ``state`` is that of the remote afterwards, as far as ``fetch`` was needed to know it.

        :raises RemoteFailed: the remote does not want it, and says why.
        """
        near = [f"--receive-pack={_HARDENED} receive-pack"] if self._address.folder else []
        words = ["push", "--quiet", "--porcelain", "--no-verify", "--no-signed", *near, "--"]
        before = self.state.tip
        try:
            self.git.run(*words, self._address.url, f"{commit}:{REF}", what=self._what("write to"))
        except GitFailed as error:
            if error.mentions(*_OTHER_FORMAT):
                self._cache.remake()
                raise RemoteFailed("it names its objects by SHA-256, which was not known before; push again") from error
            self.fetch()
            if self.state.has(commit):
                return True
            if self.state.tip == before and not error.mentions(*_RACE):
                raise
            return False
        return True

    def keep(self) -> None:
        """Write down the state, after a commit of ours has been added to it."""
        self.git.run("update-ref", REF, self.state.tip)
        ledger.save(self.state, self._cache.ledger)

    def _what(self, verb: str) -> str:
        return f"{verb} {self._address.name}"


def _check_folder(folder: str) -> None:
    """Refuse a repository on this machine that would have git fetch from elsewhere, by a program of its choice."""
    if not os.path.isdir(folder):
        raise NotARepository(f"there is no git repository at {folder!a}")
    git = Git()
    for config in (os.path.join(folder, "config"), os.path.join(folder, ".git", "config")):
        if not os.path.isfile(config):
            continue
        try:
            git.run("config", "--includes", "--file", config, "--get-regexp", _LAZY)
        except GitFailed as error:
            if error.said:
                raise
            continue
        raise Refused(f"the git repository at {folder!a} is a partial clone; name one that has all of its objects")
