"""Cloning: a new repository that has a remote and everything that is there."""

from __future__ import annotations

import os

from repo_format.errors import Refused, StemeError, shown
from repo_format.storage.layout import DIRECTORY, undo
from steme import remotes, transport
from steme.exchange.fetching import fetch
from steme.exchange.results import Cloned
from steme.remotes import state as states
from steme.remotes.remote import ORIGIN, check_name, every
from steme.repository import Repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from steme.exchange.incoming import Advance
    from steme.keys import SigningKey
    from steme.transport import Access


def clone(
    url: str,
    path: str,
    key: SigningKey,
    *,
    name: str = ORIGIN,
    flags: Iterable[str] = (),
    advance: Advance | None = None,
    access: Access | None = None,
) -> Cloned:
    """Make a repository in the directory ``path`` with the remote ``name`` at ``url``, and fetch everything from there.

    The new repository has an id and a history of heads of its own, and the same objects. ``flags`` are settings as
    texts ``key=value``. A clone that was cut off is gone on with by cloning once more to the same place.

    Raises Refused where something else is there, and as ``fetch``; what has come is then kept, and where nothing has,
    nothing is left.
    """
    place = transport.absolute(transport.check_url(url))
    check_name(name)
    repository, is_new = _begin(path, place, name, flags)
    try:
        with repository:
            known = [remote for remote in every(repository) if remote.name == name]
            remote = known[0] if known else remotes.add(repository, name, place)
            fetched = fetch(repository, remote, key, advance=advance, access=access)
            return Cloned(repository.path, repository.id, fetched)
    except BaseException as error:
        _leave(repository.path, error, keep=not is_new)
        raise


def _begin(path: str, url: str, name: str, flags: Iterable[str]) -> tuple[Repository, bool]:
    """The repository to clone into, and whether it was made just now."""
    full = os.path.abspath(path)
    if os.path.realpath(url) == os.path.realpath(full):
        raise Refused(f"{shown(full, 400)} cannot be cloned onto itself; name another directory")
    if not os.path.isdir(os.path.join(full, DIRECTORY)):
        if os.path.isdir(full) and os.listdir(full):
            raise Refused(f"{shown(full, 400)} is there already and is not empty; choose another place")
        Repository.init(full).close()
        return Repository.open(full, flags), True
    repository = Repository.open(full, flags)
    if _is_unfinished(repository, url, name):
        return repository, False
    repository.close()
    raise Refused(f"there is a repository in {shown(full, 400)} already; choose another place, or fetch there")


def _is_unfinished(repository: Repository, url: str, name: str) -> bool:
    """Whether a repository is what a clone of ``url`` left that was cut off: that remote or not even that, and at most
    the one commit with what came, of which it could no longer be noted whose it was.
    """
    with repository.snapshot() as view:
        commit = view.watermark.commit
    known = [(remote.name, remote.url) for remote in every(repository)]
    if not commit:
        return known in ([], [(name, url)])
    state = states.load(repository, name)
    return commit == 1 and known == [(name, url)] and (state is None or state.complete is None)


def _leave(path: str, error: BaseException, *, keep: bool) -> None:
    """Take back what was made, unless a part of the objects waits there for the rest."""
    waiting = os.path.join(path, DIRECTORY, "incoming")
    if keep or (os.path.isdir(waiting) and os.listdir(waiting)):
        if isinstance(error, StemeError):
            error.args = (f"{error}; clone to the same place once more to go on",)
        return
    undo(path)
    try:
        os.rmdir(path)
    except OSError:
        pass  # it was there before, or is not empty
