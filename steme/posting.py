"""Requests as http: one ``POST`` each, over a connection that is kept open while both sides like."""

from __future__ import annotations

import http.client
import ssl
from itertools import chain
from urllib.parse import urlsplit

from repo_format.errors import Refused, RemoteFailed, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.pack.source import Readable

ENDPOINT = "/steme/v1"
MEDIA_TYPE = "application/vnd.steme.sync"
TIMEOUT = 120.0
"""Seconds without a byte after which a server is given up."""

_REDIRECTS = 3
_FAILED = (OSError, http.client.HTTPException)


class PostChannel:
    """A channel to ``http(s)://host:port`` and ``path`` + ``ENDPOINT`` there, with a bearer ``token`` if that is not
    empty.
    """

    def __init__(self, secure: bool, host: str, port: int | None, path: str, token: str) -> None:
        self._secure = secure
        self._host = host
        self._port = port
        self._path = path + ENDPOINT
        self._token = token
        self._connection: http.client.HTTPConnection | None = None
        self._answer: http.client.HTTPResponse | None = None
        self._closed = False

    def call(self, request: bytes, pack: Iterable[bytes] | None = None) -> Readable:
        """As ``Channel.call``. Redirects within the host are followed by requests without a pack."""
        if self._closed:
            raise RemoteFailed("the connection is closed")
        for _ in range(_REDIRECTS + 1):
            answer = self._post(request, pack)
            if answer.status not in (301, 302, 303, 307, 308):
                return self._readable(answer)
            self._move(answer.getheader("Location") or "", pack is not None)
        raise RemoteFailed("the server sends in circles")

    def close(self) -> None:
        """As ``Channel.close``."""
        self._drop()
        self._closed = True

    def _drop(self) -> None:
        """Give up the connection; the next request opens another one."""
        if self._answer is not None:
            self._answer.close()
        if self._connection is not None:
            self._connection.close()
        self._connection = self._answer = None

    def _post(self, request: bytes, pack: Iterable[bytes] | None) -> http.client.HTTPResponse:
        if self._answer is not None and not self._answer.isclosed():
            self._drop()
        fresh = self._connection is None
        try:
            self._answer = self._send(request, pack)
        except _FAILED as error:
            self._drop()
            if fresh or pack is not None:
                raise RemoteFailed(f"{shown(self._host)} cannot be reached: {_reason(error)}") from error
            return self._post(request, None)  # the server had closed an idle connection
        return self._answer

    def _send(self, request: bytes, pack: Iterable[bytes] | None) -> http.client.HTTPResponse:
        connection = self._connection = self._connection or self._open()
        headers = {"Content-Type": MEDIA_TYPE, "Accept": MEDIA_TYPE, "User-Agent": "steme"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        if pack is None:
            connection.request("POST", self._path, request, headers)
            return connection.getresponse()
        headers["Transfer-Encoding"] = "chunked"
        try:
            connection.request("POST", self._path, chain((request,), pack), headers, encode_chunked=True)
        except OSError:
            return connection.getresponse()  # a refusal is sent before everything is read
        return connection.getresponse()

    def _open(self) -> http.client.HTTPConnection:
        if self._secure:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(self._host, self._port, timeout=TIMEOUT, context=context)
        return http.client.HTTPConnection(self._host, self._port, timeout=TIMEOUT)

    def _move(self, location: str, has_pack: bool) -> None:
        parts = urlsplit(location)
        host = (parts.hostname or self._host).lower()
        if host != self._host.lower() or (self._secure and parts.scheme == "http"):
            raise Refused(f"the server sends on to {shown(location)}; if that is right, use that url")
        if has_pack or not parts.path.endswith(ENDPOINT):
            raise RemoteFailed(f"the server has moved to {shown(location)}; use that url")
        if parts.scheme and self._token and parts.port != self._port:
            raise Refused(f"the server sends on to another port ({shown(location)}); if that is right, use that url")
        if parts.scheme:
            self._secure, self._port = parts.scheme == "https", parts.port
        self._path = parts.path
        self._drop()

    def _readable(self, answer: http.client.HTTPResponse) -> Readable:
        if (answer.getheader("Content-Type") or "").partition(";")[0].strip() != MEDIA_TYPE:
            status = f"{answer.status} {answer.reason}"
            self._drop()
            raise RemoteFailed(f"{shown(self._host)} does not serve a repository there (it says {shown(status)})")
        return _Body(answer)


class _Body:
    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self._answer = answer

    def read(self, size: int, /) -> bytes:
        try:
            return self._answer.read1(size)
        except _FAILED as error:
            raise RemoteFailed(f"the connection was cut: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate does not hold ({error.verify_message})"
    if isinstance(error, OSError):
        return str(error.strerror or error) or type(error).__name__
    if isinstance(error, http.client.IncompleteRead):
        return "the answer broke off in the middle"
    return f"what came is not http ({type(error).__name__})"
