"""Finding a supply by what a person calls it: a remote's name, a backup, a repository on this machine, or a url."""

from __future__ import annotations

import os

from repo_format import frame
from repo_format.errors import NotARepository, NotFound
from repo_format.storage.layout import DIRECTORY
from steme import transport
from steme.backup.manifest import MANIFEST
from steme.backup.source import Backup
from steme.exchange.conversation import Conversation
from steme.repairing.supply import CopySupply, RemoteSupply
from steme.serving.log_holdings import LogHoldings
from steme.settings import is_remote_name
from steme.transport import Access, shown_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.frame import Frame
    from steme.configuration import Configuration
    from steme.repairing.supply import Supply

_STORE = "s3://"


def find(text: str, configuration: Configuration) -> Supply:
    """The supply that ``text`` names; to be closed. Raises NotFound, InvalidInput, Refused, RemoteFailed, Damaged."""
    url = configuration.text(f"remote.{text}.url") if is_remote_name(text) else None
    place = url or text
    if place.startswith(_STORE) or os.path.isfile(f"{place}/{MANIFEST}"):
        return _backup(text, place)
    if transport.scheme_of(place) == "path":
        return _repository(text, place)
    access = Access(configuration)
    return RemoteSupply(text if url else shown_url(place), Conversation(transport.connect(place, access)))


def _backup(name: str, place: str) -> Supply:
    backup = Backup.open(place)
    return CopySupply(name, backup.repository_id, backup.frames, backup.close)


def _repository(name: str, place: str) -> Supply:
    path = os.path.expanduser(place.removeprefix("file://"))
    path = os.path.dirname(path) if os.path.basename(path) == DIRECTORY else path
    try:
        holdings = LogHoldings.open(path)
    except NotARepository as error:
        raise NotFound(f"{shown_url(name)} is neither a remote, nor a backup, nor a repository") from error

    def frames() -> Iterator[tuple[int, Frame]]:
        newest, number = holdings.head(), 1
        for found in holdings.since(None, newest) if newest else ():
            yield number, found
            number += found.kind == frame.CLOSING

    return CopySupply(name, holdings.repository_id, frames, holdings.close)
