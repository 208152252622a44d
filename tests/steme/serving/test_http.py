"""The endpoint over real sockets."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from repo_format.errors import Damaged
from repo_format.pack.reader import PackReader
from repo_format.pack.source import Source
from repo_format.wire import message
from repo_format.wire.hello import Hello, Welcome
from repo_format.wire.push import Push, Taken
from repo_format.wire.refusal import Refusal
from repo_format.wire.transfer import Since
from steme.serving.http import MEDIA_TYPE, PATH, Endpoint, Server
from steme.serving.index_holdings import IndexHoldings
from steme.serving.patience import Bounds
from steme.serving.responder import Responder
from steme.serving.tokens import Tokens

READER, WRITER = "r" * 20, "w" * 20
HELLO = message.encode(Hello(b"r" * 32))
PUSH = message.encode(Push(b"t" * 32))
Start = Callable[..., Server]


@pytest.fixture
def start(served, intake) -> Iterator[Start]:
    """``start(tokens, bounds, ...)``: a server at a free port."""
    running: list[tuple[Server, threading.Thread]] = []

    def run(tokens: Tokens | None = None, **more: object) -> Server:
        def respond(may_append: bool) -> Responder:
            return Responder(IndexHoldings(served.repository), intake if may_append else None)

        server = Server(("127.0.0.1", 0), Endpoint(more.pop("respond", respond), tokens, **more))  # type: ignore[arg-type]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        running.append((server, thread))
        return server

    yield run
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    file = tmp_path / "tokens"
    file.touch(mode=0o600)
    file.write_text(f"read a {READER}\nappend b {WRITER}\n")
    return Tokens(str(file))


def connect(server: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)


def post(server: Server, body: object, token: str = "", path: str = PATH, **headers: str) -> tuple[int, bytes]:
    with_type = {"Content-Type": MEDIA_TYPE, **({"Authorization": f"Bearer {token}"} if token else {}), **headers}
    connection = connect(server)
    connection.request("POST", path, body, with_type)
    response = connection.getresponse()
    data = response.read()
    connection.close()
    assert response.headers["Content-Type"] == MEDIA_TYPE
    return response.status, data


def test_asking(served, start) -> None:
    server = start()
    status, data = post(server, HELLO)
    found = message.decode(data)
    assert isinstance(found, Welcome)
    assert (status, found.head, found.features) == (200, served.heads[2], 0)
    status, data = post(server, message.encode(Since(served.heads[0].id, served.heads[2].id)))
    source = Source([data])
    message.read(source)
    assert (status, len(list(PackReader(source)))) == (200, 600)
    status, data = post(server, b"noise")
    assert (status, message.decode(data).code) == (200, 2)


def test_many_requests_over_one_connection(start) -> None:
    connection = connect(start())
    for body in (HELLO, iter([HELLO[:7], HELLO[7:]]), PUSH, HELLO):
        connection.request("POST", PATH, body, {"Content-Type": MEDIA_TYPE})
        message.decode(connection.getresponse().read())
    connection.close()


def test_pushing_takes_the_right_token(start, tokens, intake) -> None:
    server = start(tokens)
    pack = [PUSH, *[b"x" * 10_000] * 5]
    for token, status, text in (("", 401, "takes a token"), ("z" * 20, 401, "not known")):
        assert (found := post(server, HELLO, token))[0] == status
        assert text in message.decode(found[1]).text
    assert isinstance(message.decode(post(server, HELLO, READER)[1]), Welcome)
    status, data = post(server, iter(pack), READER)
    assert (status, message.decode(data).code) == (200, 5)
    assert intake.taken == []
    status, data = post(server, iter(pack), WRITER)
    assert isinstance(message.decode(data), Taken)
    assert intake.taken[0][2] == b"x" * 50_000
    public = start(tokens, public_read=True)
    assert isinstance(message.decode(post(public, HELLO)[1]), Welcome)
    assert isinstance(message.decode(post(public, iter(pack))[1]), Refusal)


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {}, 404),
        (PATH + "/", {}, 404),
        (PATH, {"Content-Type": "text/plain"}, 415),
        (PATH, {"Content-Length": "x"}, 400),
        (PATH, {"Content-Length": "999999999"}, 413),
        (PATH, {"Transfer-Encoding": "gzip"}, 400),
    ],
)
def test_what_http_itself_refuses(start, path, headers, status) -> None:
    server = start(bounds=Bounds(request_bytes=1000))
    found, data = post(server, HELLO, path=path, **headers)
    assert found == status
    assert isinstance(message.decode(data), Refusal)


def test_other_methods(start) -> None:
    server = start()
    for method, status in (("GET", 405), ("DELETE", 501)):
        connection = connect(server)
        connection.request(method, PATH)
        response = connection.getresponse()
        assert response.status == status
        assert isinstance(message.decode(response.read()), Refusal)
        connection.close()


def test_a_request_that_is_too_long(start, intake, tokens) -> None:
    server = start(tokens, bounds=Bounds(request_bytes=100_000))
    status, data = post(server, iter([PUSH, *[b"x" * 10_000] * 50]), WRITER)
    assert (status, "longer" in message.decode(data).text) == (200, True)
    assert intake.taken == []


def test_a_refused_push_gets_its_answer_though_it_goes_on_sending(start) -> None:
    server = start()
    status, data = post(server, PUSH + b"x" * 900_000)
    assert (status, message.decode(data).code) == (200, 5)


def test_too_many_requests(start) -> None:
    server = start(bounds=Bounds(requests_a_minute=3))
    assert [post(server, HELLO)[0] for _ in range(5)] == [200, 200, 200, 429, 429]


def test_slow_clients_are_let_go_and_hold_nobody(start) -> None:
    server = start(bounds=Bounds(connections=3, idle=0.4, least_rate=1000))
    slow = [socket.create_connection(("127.0.0.1", server.server_port), timeout=10) for _ in range(3)]
    slow[0].sendall(b"POST ")
    slow[1].sendall(f"POST {PATH} HTTP/1.1\r\nContent-Type: {MEDIA_TYPE}\r\nContent-Length: 500\r\n\r\nstm".encode())
    time.sleep(0.1)
    more = connect(server)
    more.request("POST", PATH, HELLO, {"Content-Type": MEDIA_TYPE})
    assert more.getresponse().status == 503
    more.close()
    begun = time.monotonic()
    assert slow[0].recv(100) == b""
    assert slow[2].recv(100) == b""
    assert b"came too slowly" in b"".join(iter(lambda: slow[1].recv(4096), b""))
    assert time.monotonic() - begun < 8
    for one in slow:
        one.close()
    assert post(server, HELLO)[0] == 200


def test_a_client_that_does_not_read_is_let_go(start, served) -> None:
    def endless(may_append: bool) -> Responder:
        responder = Responder(IndexHoldings(served.repository))
        responder.respond = lambda source: iter(lambda: b"x" * 65_536, b"")  # type: ignore[method-assign, assignment]
        return responder

    server = start(respond=endless, bounds=Bounds(connections=1, idle=0.3))
    deaf = socket.create_connection(("127.0.0.1", server.server_port), timeout=10)
    deaf.sendall(f"POST {PATH} HTTP/1.1\r\nContent-Type: {MEDIA_TYPE}\r\nContent-Length: 0\r\n\r\n".encode())
    deadline = time.monotonic() + 10
    while not server._free.acquire(blocking=False):
        assert time.monotonic() < deadline
        time.sleep(0.05)
        time.sleep(0.3 if time.monotonic() < deadline - 9 else 0)
    server._free.release()
    deaf.close()


def test_a_response_that_breaks_off_is_seen_to(start, served) -> None:
    lines: list[str] = []

    def failing(may_append: bool) -> Responder:
        def respond(source: Source) -> Iterator[bytes]:
            yield HELLO
            raise Damaged("a bit has flipped")

        responder = Responder(IndexHoldings(served.repository))
        responder.respond = respond  # type: ignore[method-assign]
        return responder

    connection = connect(start(respond=failing, log=lines.append))
    connection.request("POST", PATH, HELLO, {"Content-Type": MEDIA_TYPE})
    with pytest.raises(http.client.IncompleteRead):
        connection.getresponse().read()
    connection.close()
    deadline = time.monotonic() + 5
    while not any("Damaged" in line for line in lines):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_lines_in_the_log_are_safe(start) -> None:
    lines: list[str] = []
    server = start(log=lines.append)
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as raw:
        raw.sendall(b"POST /\x1b[31m HTTP/1.1\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 404")
    assert lines
    assert all(line.isprintable() for line in lines)


def test_headers_without_end(start) -> None:
    server = start()
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as raw:
        try:
            raw.sendall(b"POST / HTTP/1.1\r\n" + b"A: b\r\n" * 5000)
            assert b" 431 " in raw.recv(100)
        except ConnectionError:
            pass
    assert post(server, HELLO)[0] == 200
