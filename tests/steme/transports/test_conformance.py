"""One suite for all transports: what an exchange does must not depend on what carries it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from repo_format.errors import NotFound
from repo_format.merkle import EMPTY_ROOT
from repo_format.pack.source import Source
from repo_format.wire import message
from repo_format.wire.hello import Hello, Welcome
from repo_format.wire.refusal import Refusal
from repo_format.wire.transfer import Since
from steme import exchange, remotes, transport
from steme.repository import Repository
from steme.transport import Access, Channel
from tests.steme.exchange.test_fetching import newest
from tests.steme.exchange.world import ALICE, BOB, Through, fill, root, served

WAYS = ("memory", "path", "file", "ssh", "http", "git")


@pytest.fixture
def opened(there: Path) -> Iterator[Repository]:
    """The remote, opened in this process."""
    with Repository.open(str(there)) as repository:
        yield repository


@pytest.fixture(params=WAYS)
def url(request: pytest.FixtureRequest, there: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The url of the remote in one of the ways."""
    match request.param:
        case "memory":
            repository = request.getfixturevalue("opened")
            monkeypatch.setattr(transport, "connect", Through(lambda: served(repository, BOB)))
            return "https://memory.example"
        case "ssh":
            request.getfixturevalue("ssh")("-p", "2222")
            return f"ssh://somebody@far.example:2222{there}"
        case "http":
            address: str = request.getfixturevalue("http")
            return address
        case "git":
            return _through_git(tmp_path, there)
    return f"file://{there}" if request.param == "file" else str(there)


def _through_git(tmp_path: Path, there: Path) -> str:
    import subprocess

    bare = tmp_path / "bare.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(bare)], check=True)
    with Repository.open(str(there)) as repository:
        exchange.push(repository, remotes.add(repository, "hosting", f"git+file://{bare}"), BOB)
    return f"git+file://{bare}"


def test_there_and_back(here: Repository, there: Path, url: str) -> None:
    origin = remotes.add(here, "origin", url)
    fetched = exchange.fetch(here, origin, ALICE)
    assert (fetched.arrivals.objects, fetched.ahead, fetched.behind) == (300, 0, 0)
    fill(here, ALICE, range(1000, 1100))
    pushed = exchange.push(here, origin, ALICE)
    assert (pushed.offered, pushed.added, pushed.ahead, pushed.behind) == (100, 100, 0, 0)
    assert pushed.head is not None
    assert (pushed.head.count, pushed.head.root) == root(here)
    looked = exchange.look(url, here.configuration)
    assert looked.head == pushed.head
    assert looked.repository == pushed.head.repository


def test_a_first_meeting_and_a_tag(here: Repository, there: Path, url: str) -> None:
    fill(here, BOB, range(200, 600))
    here.tag("v1", newest(here).id, ALICE)
    synced = exchange.sync(here, remotes.add(here, "origin", url), ALICE)
    assert (synced.fetched.arrivals.objects, synced.pushed.added) == (200, 300)
    assert synced.pushed.tags_sent == ["refs/tags/v1"]
    assert synced.fetched.traffic.round_trips <= 5
    assert list(exchange.look(url, here.configuration).tags) == ["refs/tags/v1"]


def test_clone(there: Path, tmp_path: Path, url: str) -> None:
    cloned = exchange.clone(url, str(tmp_path / "new"), ALICE)
    with Repository.open(cloned.path) as repository, Repository.open(str(there)) as original:
        assert root(repository) == root(original)
        assert repository.id == cloned.repository_id != original.id


def channel(here: Repository, url: str) -> Channel:
    return transport.connect(url, Access(here.configuration, lambda: BOB, repository=here))


def test_several_requests_over_one_channel(here: Repository, url: str) -> None:
    talk = channel(here, url)
    for _ in range(3):
        answer = message.read(Source(talk.call(message.encode(Hello(EMPTY_ROOT)))))
        assert isinstance(answer, Welcome)
    talk.close()
    talk.close()


def test_a_refusal_comes_back_as_one(here: Repository, url: str) -> None:
    talk = channel(here, url)
    answer = message.read(Source(talk.call(message.encode(Since(b"\1" * 32, b"\2" * 32)))))
    talk.close()
    assert isinstance(answer, Refusal)
    assert isinstance(answer.error(), NotFound)


def test_a_request_that_is_none(here: Repository, url: str) -> None:
    talk = channel(here, url)
    answer = message.read(Source(talk.call(b"stmw\1\1\0\0\0\3abc")))
    talk.close()
    assert isinstance(answer, Refusal)


def test_a_response_that_is_not_read_to_its_end(here: Repository, url: str) -> None:
    talk = channel(here, url)
    assert talk.call(message.encode(Hello(EMPTY_ROOT))).read(1) == b"s"
    answer = message.read(Source(talk.call(message.encode(Hello(EMPTY_ROOT)))))
    talk.close()
    assert isinstance(answer, Welcome)
