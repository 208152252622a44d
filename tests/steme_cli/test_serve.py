"""`steme serve` as a process."""

from __future__ import annotations

import http.client
import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from repo_format.pack.opening import Opening
from repo_format.pack.reader import PackReader
from repo_format.pack.source import Source
from repo_format.wire import message
from repo_format.wire.hello import TAKES_PUSHES, Hello
from repo_format.wire.push import Push, Taken
from repo_format.wire.transfer import Since
from steme.chunks import ChunkReader, chunked
from steme.serving.http import MEDIA_TYPE, PATH
from steme.serving.index_holdings import IndexHoldings
from steme.serving.packing import pack_records
from tests.sample import Sample, build


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    return build(tmp_path)


def over_pipes(
    sample: Sample, *requests: list[bytes], options: tuple[str, ...] = (), env: dict[str, str] | None = None
):
    """Every response of one session: its message and what stands behind it."""
    done = subprocess.run(
        [sys.executable, "-m", "steme_cli", "serve", "--stdio", *options, str(sample.path)],
        input=b"".join(chunk for request in requests for chunk in chunked(request)),
        env={**os.environ, **sample.env, **(env or {})},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == b""
    assert done.returncode == 0
    runs, found = ChunkReader(io.BytesIO(done.stdout)), []
    while runs.begin():
        source = Source(runs)
        found.append((message.read(source), source.take(1 << 30)))
    return found


def test_over_pipes(sample: Sample) -> None:
    [(welcome, _)] = over_pipes(sample, [message.encode(Hello(b"r" * 32))])
    assert welcome.head.id.hex() == sample.heads[-1]
    assert welcome.features == TAKES_PUSHES
    assert welcome.agent.startswith("steme ")
    [(sending, pack)] = over_pipes(sample, [message.encode(Since(bytes(32), welcome.head.id))])
    assert len(list(PackReader(Source([pack])))) == sending.objects == welcome.head.count


def test_a_push_over_pipes(sample: Sample, tmp_path: Path) -> None:
    other = build(tmp_path / "other")
    with other.open() as repository:
        alice = other.alice
        added = repository.add([other.claim(alice, "a/new", "thing", 1)], alice)[0]
        holdings = IndexHoldings(repository)
        pack = b"".join(pack_records(Opening(repository.id, objects=1), holdings.records(added)))
        holdings.release()
    push = [message.encode(Push(b"t" * 32)), pack]
    [(taken, _)] = over_pipes(sample, push)
    assert isinstance(taken, Taken)
    assert (taken.added, taken.present) == (1, 0)
    with sample.open() as repository, repository.snapshot() as view:
        assert view.seq_of(added[0])
    [(refusal, _)] = over_pipes(sample, push, options=("--read-only",))
    assert "takes no pushes" in refusal.text
    [(refusal, _)] = over_pipes(sample, push, env={"STEME_CONFIG_HOME": str(tmp_path / "nobody"), "STEME_KEY": ""})
    assert "no key" in refusal.text


def test_over_http(sample: Sample, tmp_path: Path) -> None:
    token = "0123456789abcdef0123"
    file = tmp_path / "tokens"
    file.touch(mode=0o600)
    file.write_text(f"append me {token}\n")
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "steme_cli",
            "serve",
            "--http",
            "127.0.0.1:0",
            "--token-file",
            str(file),
            str(sample.path),
        ],
        env={**os.environ, **sample.env},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        line = server.stderr.readline()
        assert line.startswith("serving at http://127.0.0.1:")
        port = int(line.rsplit(":", 1)[1].split("/")[0])
        for given, status in (("", 401), (token, 200)):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            headers = {"Content-Type": MEDIA_TYPE, **({"Authorization": f"Bearer {given}"} if given else {})}
            connection.request("POST", PATH, message.encode(Hello(b"r" * 32)), headers)
            response = connection.getresponse()
            assert response.status == status
            message.decode(response.read())
            connection.close()
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
    finally:
        server.kill()
        server.communicate()


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--stdio", "--http", "127.0.0.1:1"), 2, "does not go with --stdio"),
        (("--http", "nowhere"), 2, "is not HOST:PORT"),
        (("--http", "127.0.0.1:99999"), 2, "is not HOST:PORT"),
        (("--http", "192.0.2.1:1"), 9, "cannot listen at 192.0.2.1:1"),
        (("--token-file", "/nowhere"), 9, "cannot be opened"),
        (("--connections", "0"), 2, "1 or more"),
    ],
)
def test_what_is_refused(steme, sample: Sample, words, status, said) -> None:
    done = steme("serve", *words, str(sample.path), env=sample.env)
    assert done.status == status
    assert said in done.stderr


def test_no_repository(steme) -> None:
    assert steme("serve", "--stdio", "/").status == 4
