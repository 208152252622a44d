"""Whose view it is: the keys from which trust goes out."""

from __future__ import annotations

from repo_format.errors import InvalidInput, NotFound, shown
from steme.authors import Authors
from steme.keys import list_keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.storage.snapshot import Snapshot
    from steme.configuration import Configuration

SETTING = "trust.roots"
_KEY_DIGITS = 64


def trust_roots(view: Snapshot, configuration: Configuration, names: Iterable[str] = ()) -> frozenset[bytes]:
    """The public keys (32 bytes) whose view an answer takes: ``names`` (from ``--trust-root``), else the setting
    ``trust.roots``, else every key on this machine that has a secret; there may be none.

    Raises InvalidInput, NotFound or AmbiguousId for a name that is no key.
    """
    given = list(names)
    if given:
        return frozenset(named_key(view, name) for name in given)
    configured = _listed(configuration.text(SETTING))
    if configured:
        return _configured(view, configuration, configured)
    return frozenset(key.public for key in list_keys()[0] if key.secret is not None)


def _configured(view: Snapshot, configuration: Configuration, names: list[str]) -> frozenset[bytes]:
    try:
        return frozenset(named_key(view, name) for name in names)
    except (InvalidInput, NotFound) as error:
        problem = error.problem if isinstance(error, InvalidInput) else str(error)
        raise configuration.blamed(SETTING, problem) from None


def _listed(text: str | None) -> list[str]:
    return [name for name in (text or "").replace(",", " ").split(" ") if name]


def named_key(view: Snapshot, name: str, authors: Authors | None = None) -> bytes:
    """The public key (32 bytes) that a person means: a label, 7 or more first digits of a key in use here, or all 64
    digits of any key.

    Raises InvalidInput for 64 digits that are no Ed25519 key, NotFound, AmbiguousId.
    """
    digits = name.lower()
    if len(digits) != _KEY_DIGITS or not set("0123456789abcdef").issuperset(digits):
        return bytes.fromhex((authors or Authors()).find(view, name))
    from repo_format.signature import is_valid_key

    key = bytes.fromhex(digits)
    if not is_valid_key(key):
        raise InvalidInput("key", f"{shown(name)} is no Ed25519 key that could sign; look at its digits again")
    return key


def required_roots(view: Snapshot, configuration: Configuration, names: Iterable[str] = ()) -> frozenset[bytes]:
    """As ``trust_roots``, for who cannot go on without any. Raises NotFound where there is none."""
    found = trust_roots(view, configuration, names)
    if not found:
        raise NotFound("nobody's view was asked for and there is no key here; name a key with --trust-root")
    return found
