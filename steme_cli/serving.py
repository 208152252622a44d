"""What `steme serve` needs beside its arguments: the repository, the key that commits pushes, and how to end."""

from __future__ import annotations

import signal
from contextlib import contextmanager

from repo_format.errors import InvalidInput, NotFound, StemeError
from steme import keys
from steme.repository import Repository
from steme.serving import service
from steme_cli import __version__, invocation, output, question
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from steme.keys import SigningKey

_NO_KEY = "this repository takes no pushes here: whoever serves it has no key to sign with"


def check_stdio(http: str | None, token_file: str | None, public_read: bool) -> None:
    """Raise InvalidInput for options that mean nothing over pipes, where ssh has said who is there."""
    for name, given in (("--http", http), ("--token-file", token_file), ("--public-read", public_read)):
        if given:
            raise InvalidInput(name, "does not go with --stdio")


@contextmanager
def _opened(path: str | None, key: str | None, *, read_only: bool, may_ask: bool) -> Iterator[service.Service]:
    with Repository.open(path or invocation.current().start()) as repository:
        signing, why = (None, "") if read_only else _signing(repository, key, may_ask)
        agent = f"steme {__version__}"
        yield service.Service(repository, signing, agent=agent, **({"why": why} if why else {}))


def _signing(repository: Repository, key: str | None, may_ask: bool) -> tuple[SigningKey | None, str]:
    """The key that signs commits; without one pushes are refused, with the reason."""
    try:
        return keys.default(key, repository.configuration, question.passphrase if may_ask else _nobody), ""
    except NotFound:
        if key is not None:
            raise
        return None, _NO_KEY
    except _LockedError:
        return None, "this repository takes no pushes here: the key of whoever serves it is locked"


class _LockedError(StemeError):
    """There is nobody to type a passphrase."""


def _nobody(label: str) -> str:
    raise _LockedError(label)


def over_pipes(path: str | None, key: str | None, *, read_only: bool) -> None:
    """Serve the repository at ``path`` over standard input and output until the other side hangs up."""
    with _opened(path, key, read_only=read_only, may_ask=False) as serving:
        service.over_pipes(serving)


def over_http(
    path: str | None,
    key: str | None,
    place: str,
    token_file: str | None,
    *,
    public_read: bool,
    read_only: bool,
    connections: int,
    rate: int,
) -> None:
    """Serve the repository at ``path`` over HTTP until the process is told to end."""
    from steme.serving.http import Endpoint
    from steme.serving.patience import Bounds
    from steme.serving.tokens import Tokens

    if connections < 1 or rate < 1:
        raise InvalidInput("--connections" if connections < 1 else "--rate", "must be 1 or more")
    tokens = Tokens(token_file) if token_file is not None else None
    bounds = Bounds(connections=connections, requests_a_minute=rate)
    with _opened(path, key, read_only=read_only or tokens is None, may_ask=True) as serving:
        endpoint = Endpoint(serving.responder, tokens, public_read=public_read, bounds=bounds, log=_log)
        signal.signal(signal.SIGTERM, _end)
        service.over_http(endpoint, place, lambda url: output.note(f"serving at {url}"))


def _log(line: str) -> None:
    output.note(safe(line))


def _end(_number: int, _frame: object) -> None:
    raise SystemExit(0)
