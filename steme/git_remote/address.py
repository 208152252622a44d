"""Which git repository is meant, and what git may use to get there.

``git+https://``, ``git+ssh://`` and ``git+file://`` name one; ``git:origin`` is the remote ``origin`` of the git
repository that encloses ours. An address names a place and nothing else: git's ``ext::`` and the like, which name a
program, are refused, and so is a transport that proves nothing about the other end (``git://``, ``http://``).
"""

from __future__ import annotations

import os
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from repo_format.errors import InvalidInput, NotFound, Refused, shown
from steme.git_remote.program import Git, GitFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from urllib.parse import SplitResult

PREFIX = "git+"
NAMED = "git:"

_PROTOCOLS = {"https": ("https", "ssh"), "ssh": ("ssh", "https"), "file": ("file",)}
"""What git may speak for a scheme; the user's ``url.*.insteadOf`` may lead from https to ssh and back."""

_OF_THE_NETWORK = r"^(http\.|credential\.|core\.sshcommand$|core\.askpass$|ssh\.variant$)"
"""Settings of the enclosing repository that say how to reach its remote; CI keeps its token there."""


class Address:
    """``url`` as git takes it, the ``protocols`` it may use, and ``settings`` of git that go with it.

    ``name`` is the URL without user and password, for messages and for finding the cache again.
    """

    __slots__ = ("name", "protocols", "settings", "url")

    def __init__(self, url: str, scheme: str, name: str, settings: Sequence[tuple[str, str]] = ()) -> None:
        self.url = url
        self.name = name
        self.protocols = _PROTOCOLS[scheme]
        self.settings = settings

    @property
    def folder(self) -> str:
        """The path of a repository on this machine, empty for one elsewhere."""
        return unquote(urlsplit(self.url).path) if self.protocols == ("file",) else ""


def find(url: str, here: str = "", environment: Mapping[str, str] | None = None) -> Address:
    """The address that a URL of steme means; ``here`` is the directory of our repository, for ``git:NAME``.

    Raises InvalidInput for what is no such URL, NotFound for a remote that the enclosing repository does not have,
    Refused for one that git would reach by a program or without any proof.
    """
    if url.startswith(NAMED) and not url.startswith("git://"):
        return _of_enclosing(url.removeprefix(NAMED), here, environment)
    if not url.startswith(PREFIX):
        raise InvalidInput("url", f"{shown(url)} is not the address of a git repository; write git+https://HOST/PATH")
    plain = url.removeprefix(PREFIX)
    parts = _split(plain, url)
    if parts.password is not None or (parts.username and parts.scheme != "ssh"):
        raise InvalidInput("url", "holds a user or a password; leave them to git's credential helper")
    return Address(plain, parts.scheme, _without_user(parts))


def _split(plain: str, url: str) -> SplitResult:
    try:
        parts = urlsplit(plain)
        port = parts.port
    except ValueError:
        raise InvalidInput("url", f"{shown(url)} is not a URL") from None
    if not plain.isascii() or not plain.isprintable() or " " in plain or "?" in plain or "#" in plain:
        raise InvalidInput("url", f"{shown(url)} has characters that have to be written as %XX")
    if parts.scheme not in _PROTOCOLS:
        raise InvalidInput("url", f"{shown(url)} is none of git+https://, git+ssh:// and git+file://")
    if parts.scheme == "file":
        if parts.netloc or not parts.path.startswith("/") or "%00" in parts.path:
            raise InvalidInput("url", f"{shown(url)} needs three slashes and a whole path: git+file:///srv/truth.git")
    elif not parts.hostname or port == 0 or not parts.path.strip("/"):
        raise InvalidInput("url", f"{shown(url)} needs a host and a path")
    for word in (parts.hostname or "", parts.username or "", unquote(parts.username or "")):
        if word.startswith("-"):
            raise InvalidInput("url", f"{shown(url)} has a host or user that would be taken for an option")
    return parts


def _without_user(parts: SplitResult) -> str:
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _of_enclosing(remote: str, here: str, environment: Mapping[str, str] | None) -> Address:
    if not remote or remote.startswith("-") or not remote.replace("-", "").replace("_", "").replace(".", "").isalnum():
        raise InvalidInput("url", f"{shown(remote)} is not the name of a remote of git; write git:origin")
    if not here:
        raise InvalidInput("url", f"git:{remote} means nothing without a repository; name the URL itself")
    git = Git(environment=environment)
    try:
        top = git.run("-C", here, "rev-parse", "--absolute-git-dir", what="find its repository").decode().rstrip("\n")
    except GitFailed as error:
        raise NotFound(f"git:{remote} is a remote of the git repository around {shown(here)}; {error}") from None
    try:
        found = git.run("-C", here, "remote", "get-url", "--", remote).decode().rstrip("\n")
    except GitFailed:
        raise NotFound(f"the git repository around {shown(here)} has no remote {shown(remote)}") from None
    top = os.path.dirname(top) if os.path.basename(top) == ".git" else top
    return _found(found, top, _settings(git, here))


def _found(found: str, top: str, settings: Sequence[tuple[str, str]]) -> Address:
    """The address for what git takes as one: a URL, ``host:path``, a path (from ``top`` on)."""
    scheme, colons, _ = found.partition("://")
    before, colon, after = found.partition(":")
    if colons and scheme.isalnum():
        if scheme not in _PROTOCOLS:
            raise Refused(f"git's remote is at {shown(_hidden(found))}; only https, ssh and file are used for claims")
        parts = _split(found, _hidden(found))
        return Address(found, scheme, _without_user(parts), settings)
    if colon and "/" not in before:
        if after.startswith(":") or not after or found.startswith("-") or not found.isprintable():
            raise Refused(f"git's remote {shown(found)} names a program, not a place")
        parts = _split(f"ssh://{before}/{quote(after.lstrip('/'))}", found)
        return Address(found, "ssh", _without_user(parts), settings)
    plain = "file://" + quote(os.path.normpath(os.path.join(top, found)))
    return Address(plain, "file", plain, settings)


def _hidden(url: str) -> str:
    """A URL without what stands before its ``@``."""
    scheme, colons, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{colons}{host.rpartition('@')[2]}{slash}{path}" if colons else url


def _settings(git: Git, here: str) -> list[tuple[str, str]]:
    try:
        found = git.run("-C", here, "config", "--local", "--includes", "-z", "--get-regexp", _OF_THE_NETWORK).decode()
    except GitFailed:
        return []  # there is none of them
    pairs = [entry.partition("\n") for entry in found.split("\0") if entry]
    return [(name, value) for name, _, value in pairs]
