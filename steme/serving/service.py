"""An open repository as something that answers: what ``steme serve`` runs."""

from __future__ import annotations

import io
import os
import selectors

from repo_format.errors import InvalidInput, Refused, StorageFailed, shown
from steme.serving.index_holdings import IndexHoldings
from steme.serving.responder import READ_ONLY, Responder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from repo_format.storage.transaction import Signer
    from steme.repository import Repository
    from steme.serving.http import Endpoint
    from steme.serving.responder import Intake

_NO_RIGHT = "a push here takes a token that may append"


class Service:
    """Makes responders for ``repository``. Pushes are committed with ``signer``; without one they are refused.

    ``why`` is what they are told then.
    """

    def __init__(self, repository: Repository, signer: Signer | None, *, agent: str = "", why: str = READ_ONLY) -> None:
        self._repository = repository
        self._signer = signer
        self._agent = agent
        self._why = why
        self._hidden = (repository.path, os.path.realpath(repository.path), os.path.expanduser("~"))

    def responder(self, may_append: bool = True, why_not: str = _NO_RIGHT) -> Responder:
        """A responder for one request, to be used in the thread that asks for it."""
        intake = self._intake() if may_append else None
        why = self._why if self._signer is None else why_not
        holdings = IndexHoldings(self._repository)
        return Responder(holdings, intake, agent=self._agent, hidden=self._hidden, read_only=why)

    def _intake(self) -> Intake | None:
        if self._signer is None:
            return None
        from steme.receiving.intake import PushIntake  # with it come worker processes, which reading does not need

        return PushIntake(self._repository, self._signer)


def over_pipes(service: Service, requests: int = 0, responses: int = 1) -> None:
    """Answer what comes through the descriptor ``requests`` until it ends. Raises RemoteFailed, BrokenPipeError."""
    from steme.serving.stdio import serve_stdio

    with io.FileIO(requests, closefd=False) as stream, io.FileIO(responses, "w", closefd=False) as out:
        serve_stdio(service.responder, _Arriving(stream), lambda data: _write_all(out, data))


class _Arriving:
    """A descriptor that gives what has arrived and does not wait for more."""

    def __init__(self, stream: io.FileIO) -> None:
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes, as soon as there are some; none at the end."""
        while (found := self._stream.read(size)) is None:
            _wait(selectors.EVENT_READ, self._stream)
        return found


def _write_all(out: io.FileIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        written = out.write(view)
        if written is None:
            _wait(selectors.EVENT_WRITE, out)
        else:
            view = view[written:]


def _wait(event: int, stream: io.FileIO) -> None:
    """Until a descriptor is ready that whoever started this process has set not to wait."""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, event)
        selector.select()


def over_http(endpoint: Endpoint, place: str, started: Callable[[str], None]) -> None:
    """Serve at ``place`` (HOST:PORT) until the process is interrupted; ``started`` is told the URL.

    Raises Refused or StorageFailed where nothing can listen there.
    """
    from steme.serving.http import PATH, Server

    host, port = split_place(place)
    try:
        server = Server((host, port), endpoint)
    except PermissionError as error:
        raise Refused(f"listening at {place} is not allowed: {error.strerror}") from error
    except OSError as error:
        raise StorageFailed(f"cannot listen at {place}: {error.strerror or error}") from error
    with server:
        name = f"[{host}]" if ":" in host else host
        started(f"http://{name}:{server.server_port}{PATH}")
        server.serve_forever(poll_interval=0.5)


def split_place(place: str) -> tuple[str, int]:
    """Host and port of ``HOST:PORT``, ``[::1]:PORT`` or ``:PORT`` (this machine alone). Raises InvalidInput."""
    host, _, port = place.rpartition(":")
    if not port.isascii() or not port.isdigit() or int(port) > 65535 or (":" in host and not host.startswith("[")):
        raise InvalidInput("--http", f"{shown(place)} is not HOST:PORT")
    return host.strip("[]") or "127.0.0.1", int(port)
