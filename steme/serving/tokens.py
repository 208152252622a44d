"""Who may do what over HTTP: a file of tokens, one a line, that is read again when it changes.

    # right  name      token
    read     mirror    4fK...   (20 characters or more)
    append   ci        9bQ...

``append`` may read too. A token is a secret: the file must be the server's own and nobody else's to read.
"""

from __future__ import annotations

import hmac
import os
import stat

from repo_format.errors import InvalidInput, Refused, StorageFailed, shown

READ = "read"
APPEND = "append"
_RIGHTS = (READ, APPEND)
_MIN_TOKEN = 20
_MAX_FILE = 1 << 20
_ALLOWED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=")


class Token:
    """A name for logs, and what its bearer may do: ``read`` or ``append``."""

    __slots__ = ("name", "right", "secret")

    def __init__(self, right: str, name: str, secret: str) -> None:
        self.right = right
        self.name = name
        self.secret = secret


class Tokens:
    """The tokens in a file. Raises InvalidInput, Refused, StorageFailed where it may not or cannot be used."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._stamp: tuple[int, int, int] | None = None
        self._tokens: list[Token] = []
        self._refresh()

    def find(self, secret: str) -> Token | None:
        """The token that was presented, None for one that is not in the file; takes equally long for either."""
        self._refresh()
        given, found = secret.encode(), None
        for token in self._tokens:
            if hmac.compare_digest(token.secret.encode(), given):
                found = token
        return found

    def _refresh(self) -> None:
        try:
            fd = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        except OSError as error:
            raise StorageFailed(
                f"the token file {shown(self._path, 200)} cannot be opened: {error.strerror}"
            ) from error
        try:
            status = os.fstat(fd)
            self._check(status)
            stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
            if stamp != self._stamp:
                self._tokens = _parse(os.read(fd, _MAX_FILE + 1))
                self._stamp = stamp
        finally:
            os.close(fd)

    def _check(self, status: os.stat_result) -> None:
        place = shown(self._path, 200)
        if not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_FILE:
            raise Refused(f"the token file {place} is not a small plain file")
        if status.st_uid not in (os.geteuid(), 0):
            raise Refused(f"the token file {place} belongs to another user")
        if status.st_mode & 0o077:
            raise Refused(f"others may read the token file {place}; run `chmod 600` on it")


def _parse(data: bytes) -> list[Token]:
    tokens: list[Token] = []
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        words = line.split()
        if len(words) != 3 or words[0] not in _RIGHTS:
            raise InvalidInput("tokens", f"line {number} is not `read NAME TOKEN` or `append NAME TOKEN`")
        if len(words[2]) < _MIN_TOKEN or not _ALLOWED.issuperset(words[2]):
            raise InvalidInput("tokens", f"line {number} has a token of fewer than {_MIN_TOKEN} letters and digits")
        tokens.append(Token(*words))
    if len({token.secret for token in tokens}) < len(tokens):
        raise InvalidInput("tokens", "holds one token twice")
    return tokens
