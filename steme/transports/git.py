"""A git repository as a remote: `git+https://`, `git+ssh://`, `git+file://` and `git:NAME` (docs/format/git.md).

Git carries commits of ``refs/steme/main`` here and there; requests are answered in this process from what it brought.
A connection is one visit: the state is that of the moment when it began, and a push that comes too late is made again
behind what was faster.
"""

from __future__ import annotations

from itertools import chain

from repo_format.errors import Refused
from repo_format.pack.source import Source
from steme.git_remote import address
from steme.git_remote.holdings import GitHoldings
from steme.git_remote.intake import GitIntake
from steme.git_remote.visit import Visit
from steme.serving.responder import Responder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.pack.source import Readable
    from steme.transport import Access, Channel

SCHEMES = ("git+https", "git+ssh", "git+file", "git")


def connect(url: str, access: Access, write: bool) -> Channel:
    """Visit the repository at once. ``access.key`` signs the heads behind what is pushed.

    ``access.cache`` is not used: git believes the configuration of a repository that it works in, and what lies below
    ``.steme/`` may come from a stranger. Raises InvalidInput, NotFound, Refused, RemoteFailed, Busy, StorageFailed.
    """
    here = access.repository.path if access.repository is not None else ""
    visit = Visit(address.find(url, here, access.environment), access.environment)
    try:
        return GitChannel(visit, access, write)
    except BaseException:
        visit.close()
        raise


class GitChannel:
    """Answers from a visit, which ends with ``close``."""

    def __init__(self, visit: Visit, access: Access, write: bool) -> None:
        self._visit = visit
        intake = None
        if write:
            if access.key is None:
                raise Refused("a push to a git repository needs a key to sign its head with")
            intake = GitIntake(visit, access.key())
        self._intake = intake
        self._holdings = GitHoldings(visit.state, visit.git)

    def call(self, request: bytes, pack: Iterable[bytes] | None = None) -> Readable:
        """The response to one request, made while it is read."""
        state = self._visit.state
        if self._holdings.tip != state.tip:
            self._holdings = GitHoldings(state, self._visit.git)
        responder = Responder(self._holdings, self._intake, agent="git")
        return Source(responder.respond(Source(chain((request,), pack or ()))))

    def close(self) -> None:
        """End the visit."""
        self._visit.close()
