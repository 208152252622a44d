from __future__ import annotations

import io
from email.message import Message

import pytest

from repo_format.errors import InvalidInput, MalformedObject, Refused, RemoteFailed
from steme.serving.http_body import Body, length_of


def everything(body: Body) -> bytes:
    data = b""
    while piece := body.read(3):
        data += piece
    return data


def chunked(data: bytes, limit: int = 100) -> Body:
    return Body(io.BufferedReader(io.BytesIO(data)), None, limit)  # type: ignore[arg-type]


def test_by_length() -> None:
    body = Body(io.BytesIO(b"abcdefgh"), 5, 100)
    assert (everything(body), body.is_done) == (b"abcde", True)
    assert everything(Body(io.BytesIO(b"abc"), 0, 100)) == b""
    with pytest.raises(RemoteFailed, match="cut"):
        everything(Body(io.BytesIO(b"abc"), 4, 100))
    with pytest.raises(Refused, match="longer"):
        everything(Body(io.BytesIO(b"abc"), 3, 2))


def test_in_chunks() -> None:
    body = chunked(b"3\r\nabc\r\n0A;ext=1\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\nnext")
    assert (everything(body), body.is_done) == (b"abc0123456789", True)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"3\r\nabcd\r\n0\r\n\r\n", MalformedObject),
        (b"x\r\n", MalformedObject),
        (b"-3\r\nabc\r\n", MalformedObject),
        (b"+3\r\nabc\r\n", MalformedObject),
        (b"\r\n", MalformedObject),
        (b"ffffffffffffffff\r\n", MalformedObject),
        (b"3\r\nab", RemoteFailed),
        (b"3", RemoteFailed),
        (b"", RemoteFailed),
        (b"0\r\n", RemoteFailed),
        (b"1" * 2000, RemoteFailed),
        (b"0\r\n" + b"a: b\r\n" * 1000 + b"\r\n", RemoteFailed),
        (b"fff\r\n" + b"x" * 0xFFF, Refused),
    ],
)
def test_chunks_that_are_none(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        everything(chunked(data))


def headers(*pairs: tuple[str, str]) -> Message:
    made = Message()
    for name, value in pairs:
        made[name] = value
    return made


def test_lengths() -> None:
    assert length_of(headers(("Content-Length", "12"))) == 12
    assert length_of(headers(("Transfer-Encoding", "chunked"))) is None
    for pairs in (
        [],
        [("Content-Length", "-1")],
        [("Content-Length", "1"), ("Content-Length", "1")],
        [("Content-Length", "٣")],
        [("Content-Length", "9" * 20)],
        [("Content-Length", "1"), ("Transfer-Encoding", "chunked")],
        [("Transfer-Encoding", "gzip, chunked")],
        [("Transfer-Encoding", "chunked"), ("Transfer-Encoding", "chunked")],
    ):
        with pytest.raises(InvalidInput):
            length_of(headers(*pairs))
