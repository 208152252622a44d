"""Serving one repository over HTTP/1.1 (docs/format/sync.md, section 8): ``POST /steme/v1``, a message in, one out.

Small on purpose: threads, bounded in number; time limits against slow clients; tokens. Encryption is the business of
a proxy in front, and so is everything else that the open internet asks of a server.
"""

from __future__ import annotations

import io
import socket
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import BoundedSemaphore

from repo_format.errors import InvalidInput, StemeError
from repo_format.pack.source import Source
from repo_format.wire import message
from repo_format.wire.refusal import BUSY, FAILED, INVALID, NOT_FOUND, REFUSED, Refusal
from steme.serving.http_body import Body, length_of
from steme.serving.patience import Bounds, PatientReader, Rate
from steme.serving.tokens import APPEND

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from steme.serving.responder import Responder
    from steme.serving.tokens import Token, Tokens

PATH = "/steme/v1"
MEDIA_TYPE = "application/vnd.steme.sync"
_UNREAD = 1024 * 1024
_LINGER = 2.0
_BUSY = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_CODES = {401: REFUSED, 403: REFUSED, 404: NOT_FOUND, 429: BUSY, 503: BUSY, 500: FAILED}


class Endpoint:
    """What is served to whom. ``respond(may_append)`` makes a responder for one request.

    Without ``tokens`` everybody may read and nobody append; with them, reading takes a token too unless
    ``public_read``. ``log`` gets a line about every request.
    """

    def __init__(
        self,
        respond: Callable[[bool], Responder],
        tokens: Tokens | None = None,
        *,
        public_read: bool = False,
        bounds: Bounds | None = None,
        log: Callable[[str], None] | None = None,
    ) -> None:
        self.respond = respond
        self.tokens = tokens
        self.public_read = public_read or tokens is None
        self.bounds = bounds or Bounds()
        self.rate = Rate(self.bounds.requests_a_minute)
        self.log = log or _forget


class Server(ThreadingHTTPServer):
    """Listens at ``address`` (host and port; port 0: any that is free); ``serve_forever`` it. Raises OSError."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._free = BoundedSemaphore(endpoint.bounds.connections)
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, _Handler)

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """Give the connection a thread if one is free, else send it away."""
        if not self._free.acquire(blocking=False):
            self._send_away(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:
            self._free.release()
            raise

    def process_request_thread(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        """In the thread: serve the connection to its end."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def _send_away(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        if isinstance(request, socket.socket):
            request.settimeout(0.5)
            try:
                request.sendall(_BUSY)
            except OSError:
                pass
        self.shutdown_request(request)

    def server_bind(self) -> None:
        """Without the look-up of this host's name in the DNS that the base class does."""
        socket_address = self.server_address
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(socket_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 - as the base class has it
        """A connection ended by an exception: one line, nothing to the client."""
        import sys

        error = sys.exception() if hasattr(sys, "exception") else sys.exc_info()[1]
        if not isinstance(error, OSError):
            self.endpoint.log(f"a request ended by {type(error).__name__}: {error}")


def _forget(line: str) -> None:
    """No log."""


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "steme"
    sys_version = ""
    server: Server

    def setup(self) -> None:
        """Read with patience, and not for ever."""
        super().setup()
        self._patience = PatientReader(self.connection, self.server.endpoint.bounds)
        self.connection.settimeout(self.server.endpoint.bounds.idle)
        self.rfile = io.BufferedReader(self._patience)

    def handle_one_request(self) -> None:
        """As the base class; each request has the time that one may take."""
        self._patience.begin()
        super().handle_one_request()

    def do_POST(self) -> None:
        """The one thing there is."""
        endpoint = self.server.endpoint
        if self.path != PATH:
            self.send_error(404, "there is nothing here; the endpoint is " + PATH)
        elif self.request_version != "HTTP/1.1":
            self.send_error(505, "HTTP/1.1 is needed")
        elif self.headers.get_content_type() != MEDIA_TYPE:
            self.send_error(415, f"the content type of a request is {MEDIA_TYPE}")
        else:
            token = self._token()
            client = f"token {token.name}" if token else str(self.client_address[0])
            if not endpoint.rate.allows(client, time.monotonic()):
                self.send_error(429, "too many requests; wait a while")
            elif token is None and not endpoint.public_read:
                given = "Authorization" in self.headers
                self.send_error(401, "this token is not known here" if given else "this takes a token")
            else:
                self._serve(token)

    def _token(self) -> Token | None:
        scheme, _, secret = self.headers.get("Authorization", "").partition(" ")
        tokens = self.server.endpoint.tokens
        return tokens.find(secret.strip()) if tokens is not None and scheme.lower() == "bearer" else None

    def _serve(self, token: Token | None) -> None:
        endpoint = self.server.endpoint
        try:
            length = length_of(self.headers)
        except InvalidInput as error:
            self.send_error(400, str(error))
            return
        if length is not None and length > endpoint.bounds.request_bytes:
            self.send_error(413, "the request is longer than this server takes")
            return
        body = Body(self.rfile, length, endpoint.bounds.request_bytes)
        responder = endpoint.respond(token is not None and token.right == APPEND)
        self._send(responder, body)
        if not self._is_read(body):
            self._hang_up()

    def _send(self, responder: Responder, body: Body) -> None:
        """The response, in chunks; where it breaks off, the last chunk never comes."""
        self.close_connection = True
        pieces = responder.respond(Source(body))
        first = next(pieces)
        self.send_response(200)
        self.send_header("Content-Type", MEDIA_TYPE)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self._send_chunk(first)
        for piece in pieces:
            self._send_chunk(piece)
        self.wfile.write(b"0\r\n\r\n")
        self.close_connection = self.headers.get("Connection", "").lower() == "close"

    def _send_chunk(self, data: bytes) -> None:
        if data:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))

    def _is_read(self, body: Body) -> bool:
        """Whether the whole request was read, or what was left of it is little."""
        left = _UNREAD
        try:
            while left > 0 and (piece := body.read(left)):
                left -= len(piece)
        except StemeError:
            return False
        return left > 0

    def _hang_up(self) -> None:
        """Close so that the client still gets the response: closing at once would throw it away with what is unread."""
        self.close_connection = True
        deadline = time.monotonic() + _LINGER
        try:
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(_LINGER / 4)
            while time.monotonic() < deadline and self.connection.recv(1 << 16):
                pass
        except OSError:
            pass

    def send_error(self, code: int, message_text: str | None = None, explain: str | None = None) -> None:
        """A refusal with an HTTP status of its own; the connection ends with it."""
        text = message_text or explain or "the request is not valid"
        data = message.encode(Refusal(_CODES.get(code, INVALID), text))
        self.close_connection = True
        self.send_response(code)
        self.send_header("Content-Type", MEDIA_TYPE)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Connection", "close")
        if code == 401:
            self.send_header("WWW-Authenticate", 'Bearer realm="steme"')
        if code in (429, 503):
            self.send_header("Retry-After", "5")
        if code == 405:
            self.send_header("Allow", "POST")
        self.end_headers()
        if getattr(self, "command", None) != "HEAD":
            self.wfile.write(data)
        self._hang_up()

    def do_GET(self) -> None:
        """Not here."""
        self.send_error(405, "this is asked with POST, by `steme fetch` and its like")

    def log_message(self, format: str, *args: object) -> None:
        """One line to the log of the endpoint."""
        line = format % args
        safe = "".join([char if char.isprintable() else "?" for char in line])
        self.server.endpoint.log(f"{self.client_address[0]} {safe}")
