from __future__ import annotations

import io
import os
import time
from threading import Thread

import pytest

from repo_format.errors import RemoteFailed
from repo_format.pack.reader import PackReader
from repo_format.pack.source import Source
from repo_format.wire import message
from repo_format.wire.hello import Hello
from repo_format.wire.push import Push
from repo_format.wire.transfer import Since
from steme.chunks import ChunkReader, chunked
from steme.serving.index_holdings import IndexHoldings
from steme.serving.responder import Responder
from steme.serving.service import Service, over_pipes
from steme.serving.stdio import serve_stdio


def session(served, *requests: list[bytes], intake=None) -> ChunkReader:
    data = b"".join(chunk for request in requests for chunk in chunked(request))
    out = io.BytesIO()
    serve_stdio(lambda: Responder(IndexHoldings(served.repository), intake), io.BytesIO(data), out.write)
    return ChunkReader(io.BytesIO(out.getvalue()))


def test_one_request_after_another(served) -> None:
    since = message.encode(Since(served.heads[0].id, served.heads[2].id))
    runs = session(served, [message.encode(Hello(b"r" * 32))], [since], [b"noise"], [since[:20], since[20:]])
    assert runs.begin()
    assert message.read(Source(runs)).head == served.heads[2]
    for expected in (600, None, 600):
        assert runs.begin()
        source = Source(runs)
        found = message.read(source)
        if expected is None:
            assert found.code == 2
        else:
            assert len(list(PackReader(source))) == 600
    assert not runs.begin()


def test_a_push_in_pieces(served, intake) -> None:
    pack = [b"some bytes of a pack " * 10_000] * 3
    runs = session(served, [message.encode(Push(b"t" * 32)), *pack], [message.encode(Hello(b"r" * 32))], intake=intake)
    assert runs.begin()
    assert message.read(Source(runs)).added == 3
    assert intake.taken[0][2] == b"".join(pack)
    assert runs.begin()


def test_a_refused_push_ends_the_session_when_it_is_long(served) -> None:
    hello = [message.encode(Hello(b"r" * 32))]
    push = message.encode(Push(b"t" * 32))
    for size, goes_on in ((1000, True), (3_000_000, False)):
        runs = session(served, [push, b"x" * size], hello)
        assert runs.begin()
        assert "takes no pushes" in message.read(Source(runs)).text
        assert runs.begin() is goes_on


def test_descriptors_that_do_not_wait_are_waited_for(served) -> None:
    requests, responses = os.pipe(), os.pipe()
    for fd in (requests[0], responses[1]):
        os.set_blocking(fd, False)
    worker = Thread(target=over_pipes, args=(Service(served.repository, None), requests[0], responses[1]))
    worker.start()
    with open(responses[0], "rb", closefd=False) as stream:
        runs = ChunkReader(stream)
        for _ in range(30):  # more than a pipe holds, and with pauses
            for chunk in chunked([message.encode(Since(bytes(32), served.heads[2].id))]):
                os.write(requests[1], chunk)
            time.sleep(0.01)
        for _ in range(30):
            assert runs.begin()
            source = Source(runs)
            assert message.read(source).objects == len(list(PackReader(source)))
        os.close(requests[1])
        worker.join(10)
    assert not worker.is_alive()
    for fd in (requests[0], *responses):
        os.close(fd)


def test_a_cut_request_ends_the_session(served, intake) -> None:
    data = b"".join(chunked([message.encode(Push(b"t" * 32)), b"x" * 5000]))[:-500]
    with pytest.raises(RemoteFailed, match="cut"):
        serve_stdio(lambda: Responder(IndexHoldings(served.repository), intake), io.BytesIO(data), io.BytesIO().write)
