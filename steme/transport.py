"""Transports: ways to carry one request there and one response back (docs/format/sync.md, section 7).

A transport knows nothing of what it carries, and nothing of the two repositories. ``transports/`` holds one file for
each; ``connect`` finds it by the scheme of a url:

    ssh://host/path  host:path     git+https://...  git:origin     https://...     /a/path  ../claims
"""

from __future__ import annotations

import os
import re
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol

from repo_format.errors import InvalidInput, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import ModuleType

    from repo_format.pack.source import Readable
    from steme.configuration import Configuration
    from steme.keys import SigningKey
    from steme.repository import Repository

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://")
_SECRET = re.compile(r"(?<=://)[^/@\s]*@")
_PASSWORD = re.compile(r"[a-z][a-z0-9+.-]*://[^/@]*:[^/@]*@")
_MOST = 1000


class Channel(Protocol):
    """An open way to another repository; one request at a time.

    Every method raises RemoteFailed where the connection fails, and then the channel is of no more use.
    """

    def call(self, request: bytes, pack: Iterable[bytes] | None = None) -> Readable:
        """Send a request, and ``pack`` behind it; the bytes of the response, none at its end.

        A response that was not read to its end may be given up when the next request is made.
        """

    def close(self) -> None:
        """Give the connection up; closing twice does nothing."""


class Access:
    """What a transport may need of whoever uses it: settings, a key to sign with at a path on this machine, the
    environment, a directory for files of its own (``cache``), and the repository that the other end is to be exchanged
    with.
    """

    __slots__ = ("cache", "configuration", "environment", "key", "repository")

    def __init__(
        self,
        configuration: Configuration,
        key: Callable[[], SigningKey] | None = None,
        cache: str | None = None,
        repository: Repository | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.configuration = configuration
        self.key = key
        self.cache = cache
        self.repository = repository
        self.environment = os.environ if environment is None else environment


def connect(url: str, access: Access, *, write: bool = False) -> Channel:
    """A channel to the repository at ``url``; ``write`` says that something is to be pushed.

    Raises InvalidInput for what is no url, NotARepository, Refused, RemoteFailed.
    """
    channel: Channel = _speaking(scheme_of(check_url(url))).connect(url, access, write)
    return channel


def _speaking(scheme: str) -> ModuleType:
    """The module that speaks a scheme; the one that is called like it is looked at first."""
    folder = import_module("steme.transports")
    names = sorted(module.name for module in iter_modules(folder.__path__))
    known: list[str] = []
    for name in sorted(names, key=lambda name: not scheme.startswith(name)):
        module = import_module(f"{folder.__name__}.{name}")
        if scheme in module.SCHEMES:
            return module
        known += module.SCHEMES
    raise InvalidInput("url", f"nothing here speaks {shown(scheme)}; there are {', '.join(sorted(known))}")


def scheme_of(url: str) -> str:
    """The scheme of a url: what stands before ``://``, ``git`` for ``git:NAME``, ``ssh`` for ``host:path``, else
    ``path``. A directory that is there is a path, whatever it is called.
    """
    match = _SCHEME.match(url)
    if match:
        return match[1]
    if os.path.isdir(url) or url.startswith(("/", "./", "../", "~")) or url in (".", ".."):
        return "path"
    if url.startswith("git:"):
        return "git"
    return "ssh" if ":" in url.partition("/")[0] else "path"


def check_url(url: str) -> str:
    """The url, if it is one. Raises InvalidInput, also for one with a password, which would be shown and stored."""
    if not url or not url.isprintable() or len(url) > _MOST or url.startswith("-") or url != url.strip():
        raise InvalidInput("url", f"{shown(shown_url(url))} is not the place of a repository")
    if _PASSWORD.match(url):
        raise InvalidInput("url", f"{shown_url(url)} holds a password; put tokens into STEME_TOKEN as HOST=TOKEN")
    _speaking(scheme_of(url))
    return url


def absolute(url: str) -> str:
    """The url as it can be stored: a path made absolute, anything else as it is."""
    if scheme_of(url) == "path" and not url.startswith("file://"):
        return os.path.abspath(os.path.expanduser(url))
    return url


def shown_url(url: str) -> str:
    """A url as it may stand in a message: who logs in there is left out where it may hold a secret, and nothing
    unprintable is left.
    """
    hidden = _SECRET.sub(lambda match: match[0] if _is_plain_user(url, match[0]) else "...@", url)
    return hidden if hidden.isprintable() else shown(hidden, _MOST)


def _is_plain_user(url: str, login: str) -> bool:
    return ":" not in login and (url.startswith(("ssh://", "git+ssh://")))
