"""The ways in which replicas of a convergence campaign reach each other, and how their connections break."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Thread

from steme import transport
from steme.keys import SigningKey
from steme.posting import PostChannel
from steme.repository import Repository
from steme.serving.http import Endpoint, Server
from steme.serving.service import Service
from steme.serving.tokens import Tokens
from steme.transport import Access, Channel
from steme.transports.fault import FaultyChannel
from steme.transports.memory import MemoryChannel

WAYS = ("path", "path", "memory", "memory", "http")
GIT = "git"

Connect = Callable[..., Channel]
_connect = transport.connect


@contextmanager
def reached(way: str, there: str, key: SigningKey, cut: random.Random | None = None) -> Iterator[None]:
    """While this lasts, whoever connects reaches the repository in the directory ``there`` in a way; by path and git
    they reach what their url names. With ``cut`` the connection breaks at a byte that it draws.
    """
    with _OPENED[way](there, key) as channel:

        def connect(url: str, access: Access, *, write: bool = False) -> Channel:
            found = channel() if channel else _connect(url, access, write=write)
            return found if cut is None else FaultyChannel(found, cut, budget=int(10 ** cut.uniform(0, 5)))

        transport.connect = connect
        try:
            yield
        finally:
            transport.connect = _connect


@contextmanager
def _by_url(there: str, key: SigningKey) -> Iterator[None]:
    yield None


@contextmanager
def _memory(there: str, key: SigningKey) -> Iterator[Callable[[], Channel]]:
    with Repository.open(there) as repository:
        service = Service(repository, key)
        yield lambda: MemoryChannel(lambda source: service.responder().respond(source))


@contextmanager
def _http(there: str, key: SigningKey) -> Iterator[Callable[[], Channel]]:
    token, file = secrets.token_hex(16), Path(there).parent / "tokens"
    file.touch(0o600)
    file.write_text(f"append  somebody  {token}\n")
    with Repository.open(there) as repository:
        endpoint = Endpoint(Service(repository, key).responder, Tokens(str(file)))
        with Server(("127.0.0.1", 0), endpoint) as server:
            thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            try:
                yield lambda: PostChannel(False, "127.0.0.1", server.server_port, "", token)
            finally:
                server.shutdown()
                thread.join()


_OPENED: dict[str, Callable[[str, SigningKey], AbstractContextManager[Callable[[], Channel] | None]]] = {
    "path": _by_url,
    GIT: _by_url,
    "memory": _memory,
    "http": _http,
}
