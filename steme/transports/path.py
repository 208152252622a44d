"""A repository on this machine, by its path.

It is asked through the same messages and checked like any stranger's. To fetch, its log is read and nothing else of it:
its index may come from anywhere. To push, it is opened and written to like one's own, which is why it has to be one's
own (docs/adr/0021).
"""

from __future__ import annotations

import os

from repo_format.errors import InvalidInput, NotARepository, Refused, shown
from repo_format.storage.layout import DIRECTORY
from steme.transports.memory import MemoryChannel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.transport import Access, Channel

SCHEMES = ("path", "file")
_FILE = "file://"


def connect(url: str, access: Access, write: bool) -> Channel:
    """A channel to the repository in the directory that the url names.

    Raises NotARepository, Refused for one that is not to be trusted or written to, Damaged.
    """
    path = _directory(url)
    return _to_write(path, access) if write else _to_read(path)


def _directory(url: str) -> str:
    path = os.path.expanduser(url)
    if url.startswith(_FILE):
        path = url.removeprefix(_FILE).removeprefix("localhost")
        if not path.startswith("/"):
            raise InvalidInput("url", f"{shown(url)} names no path on this machine; write file:///path")
    full = os.path.abspath(path)
    if not os.path.isdir(os.path.join(full, DIRECTORY)):
        raise NotARepository(f"there is no repository in {shown(full, 400)}")
    return full


def _to_read(path: str) -> Channel:
    from steme.serving.log_holdings import LogHoldings
    from steme.serving.responder import Responder

    holdings = LogHoldings.open(path)
    return MemoryChannel(Responder(holdings, hidden=(path,)).respond, holdings.close)


def _to_write(path: str, access: Access) -> Channel:
    if access.key is None:
        raise Refused("to push to a path a key is needed, which signs there that it has arrived")
    if os.stat(os.path.join(path, DIRECTORY)).st_uid != os.geteuid():
        raise Refused(
            f"{shown(path, 400)} belongs to another user, and pushing to a path opens it as if it were one's own; "
            "push over ssh or http instead"
        )
    from steme.receiving.intake import PushIntake
    from steme.repository import Repository
    from steme.serving.index_holdings import IndexHoldings
    from steme.serving.responder import Responder

    repository = Repository.open(path)
    try:
        responder = Responder(IndexHoldings(repository), PushIntake(repository, access.key()), hidden=(path,))
    except BaseException:
        repository.close()
        raise
    return MemoryChannel(responder.respond, repository.close)
