"""Giving remotes names, urls and trust, and taking them back. Nothing here asks the other side anything."""

from __future__ import annotations

from repo_format import head
from repo_format.errors import Refused, shown
from repo_format.storage import commits
from steme import times, transport
from steme.configuration_change import set_value, unset_value
from steme.remotes import state as states
from steme.remotes.remote import Remote, check_name, every, find, ref_of
from steme.settings import REMOTE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from steme.keys import SigningKey
    from steme.repository import Repository


def add(repository: Repository, name: str, url: str) -> Remote:
    """Give the repository at ``url`` a name here; durable on return.

    Raises InvalidInput for a name or url that is none or holds a password, Refused where the name is taken.
    """
    check_name(name)
    if any(remote.name == name for remote in every(repository)):
        raise Refused(f"there is a remote {shown(name)} already; `steme remote rename` or `remove` it first")
    states.forget(repository, name)
    return set_url(repository, name, url)


def set_url(repository: Repository, name: str, url: str) -> Remote:
    """Let a remote be at another place; durable on return. Raises InvalidInput."""
    place = transport.absolute(transport.check_url(url))
    set_value(repository.config_file, f"{REMOTE}.{check_name(name)}.url", place, trusted=False)
    return find(repository, name)


def set_trust(repository: Repository, name: str, keys: Sequence[str]) -> Remote:
    """Believe heads of this remote only where one of ``keys`` signed them, written as ``trust.roots`` takes them; none:
    believe the keys that were seen first, as in the beginning. Durable on return.

    Raises NotFound, InvalidInput, AmbiguousId for a name that is no key.
    """
    find(repository, name)
    setting = f"{REMOTE}.{name}.trust"
    if not keys:
        unset_value(repository.config_file, setting, trusted=False)
        return find(repository, name)
    from steme.trust.roots import named_key

    with repository.snapshot() as view:
        digits = [named_key(view, key).hex() for key in keys]
    set_value(repository.config_file, setting, ",".join(dict.fromkeys(digits)), trusted=False)
    return find(repository, name)


def rename(repository: Repository, old: str, new: str, key: SigningKey) -> Remote:
    """Give a remote another name, with its ref and what is known of it. Raises NotFound, InvalidInput, Refused."""
    remote = find(repository, old)
    add(repository, new, remote.url)
    if remote.trust:
        set_value(repository.config_file, f"{REMOTE}.{new}.trust", remote.trust, trusted=False)
    known = states.load(repository, old)
    if known is not None:
        states.save(repository, new, known)
    _move_ref(repository, old, new, key)
    _take_out(repository, old)
    return find(repository, new)


def remove(repository: Repository, name: str, key: SigningKey) -> None:
    """Forget a remote, its ref and what is known of it; objects that came from it stay. Raises NotFound."""
    find(repository, name)
    _move_ref(repository, name, None, key)
    _take_out(repository, name)


def _take_out(repository: Repository, name: str) -> None:
    states.forget(repository, name)
    for field in ("trust", "url"):
        unset_value(repository.config_file, f"{REMOTE}.{name}.{field}", trusted=False)


def _move_ref(repository: Repository, old: str, new: str | None, key: SigningKey) -> None:
    with repository.snapshot() as view:
        named = commits.ref(view, ref_of(old))
    if named == head.NO_HEAD:
        return
    with repository.begin() as transaction:
        view = transaction.view()
        if new is not None:
            transaction.set_ref(ref_of(new), commits.ref(view, ref_of(new)), named)
        transaction.set_ref(ref_of(old), commits.ref(view, ref_of(old)), head.NO_HEAD)
        transaction.commit(key, times.now())
