"""The http client against servers that are not as they should be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from repo_format.errors import Refused, RemoteFailed
from steme.posting import ENDPOINT, MEDIA_TYPE, PostChannel

Answer = Callable[[BaseHTTPRequestHandler, bytes], None]


@pytest.fixture
def server() -> Iterator[Callable[[Answer], int]]:
    """Start a server on this machine that answers with a function; the port."""
    running: list[tuple[HTTPServer, Thread]] = []

    def start(answer: Answer) -> int:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                answer(self, self.rfile.read(int(self.headers.get("Content-Length", 0))))

            def log_message(self, *_: object) -> None:
                pass

        made = HTTPServer(("127.0.0.1", 0), Handler)
        thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        running.append((made, thread))
        return made.server_port

    yield start
    for made, thread in running:
        made.shutdown()
        thread.join()
        made.server_close()


def respond(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def asked(port: int, token: str = "") -> bytes:
    channel = PostChannel(False, "127.0.0.1", port, "/claims", token)
    try:
        return channel.call(b"request").read(100)
    finally:
        channel.close()


def test_asks_and_is_answered(server: Callable[[Answer], int]) -> None:
    seen: list[tuple[str, str | None, bytes]] = []

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        seen.append((handler.path, handler.headers["Authorization"], body))
        respond(handler, 200, b"answer", Content_Type=MEDIA_TYPE)

    assert asked(server(answer), "secret") == b"answer"
    assert seen == [("/claims" + ENDPOINT, "Bearer secret", b"request")]


def test_a_redirect_on_the_same_server_is_followed(server: Callable[[Answer], int]) -> None:
    def answer(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        if handler.path.startswith("/claims"):
            respond(handler, 307, Location="/moved" + ENDPOINT)
        else:
            respond(handler, 200, b"here", Content_Type=MEDIA_TYPE)

    assert asked(server(answer), "secret") == b"here"


@pytest.mark.parametrize("place", ["http://evil.example", "//evil.example", "http://127.0.0.1:1"])
def test_a_redirect_to_somewhere_else_is_not(server: Callable[[Answer], int], place: str) -> None:
    port = server(lambda handler, _: respond(handler, 307, Location=place + ENDPOINT))
    with pytest.raises(Refused, match="sends on"):
        asked(port, "secret")


def test_in_circles(server: Callable[[Answer], int]) -> None:
    port = server(lambda handler, _: respond(handler, 307, Location="/claims" + ENDPOINT))
    with pytest.raises(RemoteFailed, match="circles"):
        asked(port)


@pytest.mark.parametrize("status", [200, 404, 500])
def test_a_page_that_is_no_answer(server: Callable[[Answer], int], status: int) -> None:
    port = server(lambda handler, _: respond(handler, status, b"<html>\033[31m", Content_Type="text/html"))
    with pytest.raises(RemoteFailed, match="does not serve a repository"):
        asked(port)


def test_a_response_that_is_cut_off(server: Callable[[Answer], int]) -> None:
    def answer(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Content-Type", MEDIA_TYPE)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"3\r\nabc\r\nff\r\nabc")
        handler.close_connection = True

    channel = PostChannel(False, "127.0.0.1", server(answer), "", "")
    body = channel.call(b"request")
    with pytest.raises(RemoteFailed, match="the connection was cut: the answer broke off in the middle"):
        list(iter(lambda: body.read(100), b""))
    channel.close()


def test_nobody_listens() -> None:
    with pytest.raises(RemoteFailed, match="cannot be reached"):
        asked(1)


def test_a_server_without_a_certificate(server: Callable[[Answer], int]) -> None:
    channel = PostChannel(True, "127.0.0.1", server(lambda handler, _: respond(handler, 200)), "", "secret")
    with pytest.raises(RemoteFailed):
        channel.call(b"request")
    channel.close()
