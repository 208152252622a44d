"""Cut connections: nothing half received, and a second attempt goes on where the first was cut."""

from __future__ import annotations

import random
from pathlib import Path

import lmdb
import pytest

from repo_format.errors import NotARepository, Refused, RemoteFailed, StorageFailed
from repo_format.storage.transaction import Transaction
from steme import exchange, remotes, transport
from steme.exchange.meeting import Meeting
from steme.remotes import Remote
from steme.repository import Repository
from steme.transports.fault import FaultyChannel
from tests.steme.exchange.test_fetching import newest
from tests.steme.exchange.world import ALICE, BOB, Through, fill, made, ref, root, served

FAR = Remote("origin", "https://far.example/claims")


class Cutting:
    """Every connection breaks after ``budget`` bytes; None lets everything through."""

    def __init__(self, there: Repository, budget: int | None) -> None:
        self.there = there
        self.budget = budget

    def __call__(self):  # type: ignore[no-untyped-def]
        channel = served(self.there, BOB)
        return channel if self.budget is None else FaultyChannel(channel, random.Random(0), budget=self.budget)


@pytest.fixture
def cutting(there: Repository, monkeypatch: pytest.MonkeyPatch) -> Cutting:
    """Reach ``there`` over connections that break."""
    cut = Cutting(there, None)
    monkeypatch.setattr(transport, "connect", Through(cut))
    return cut


def test_a_cut_fetch_goes_on(here: Repository, there: Repository, cutting: Cutting) -> None:
    fill(there, BOB, range(1000, 4000))
    cutting.budget = 60_000
    with pytest.raises(RemoteFailed):
        exchange.fetch(here, FAR, ALICE)
    assert root(here)[0] == 0
    assert ref(here, "refs/remotes/origin/main") is None
    cutting.budget = None
    fetched = exchange.fetch(here, FAR, ALICE)
    assert fetched.resumed > 30_000
    assert root(here) == root(there)


def test_it_goes_on_although_their_head_has_moved(here: Repository, there: Repository, cutting: Cutting) -> None:
    fill(there, BOB, range(1000, 4000))
    cutting.budget = 60_000
    with pytest.raises(RemoteFailed):
        exchange.fetch(here, FAR, ALICE)
    fill(there, BOB, range(5000, 5010))
    cutting.budget = None
    fetched = exchange.fetch(here, FAR, ALICE)
    assert fetched.resumed > 30_000
    assert (root(here), fetched.arrivals.objects) == (root(there), 3310)
    assert ref(here, "refs/remotes/origin/main") == newest(there).id


def test_a_cut_push_goes_on(here: Repository, there: Repository, cutting: Cutting) -> None:
    exchange.fetch(here, FAR, ALICE)
    fill(here, ALICE, range(1000, 4000))
    cutting.budget = 60_000
    with pytest.raises(RemoteFailed):
        exchange.push(here, FAR, ALICE)
    assert root(there)[0] == 300
    cutting.budget = None
    pushed = exchange.push(here, FAR, ALICE)
    assert pushed.resumed > 30_000
    assert (pushed.added, root(there)) == (3000, root(here))


def test_writing_goes_on_here_while_a_fetch_is_under_way(
    here: Repository, there: Repository, cutting: Cutting, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(here, ALICE, range(10))
    written: list[int] = []

    def write(done: int, total: int | None) -> None:
        if not written:
            written.append(done)
            fill(here, ALICE, range(9000, 9020))

    fetched = exchange.fetch(here, FAR, ALICE, advance=write)
    assert written
    assert (root(here)[0], fetched.arrivals.objects, fetched.ahead) == (330, 300, 30)


@pytest.mark.parametrize("seed", range(12))
def test_cut_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chance = random.Random(seed)
    with made(tmp_path / "a", BOB, range(400)) as here, made(tmp_path / "b", BOB, range(200, 900)) as there:
        origin = remotes.add(here, "origin", there.path)
        before = {root(here), root(there)}
        left = 12

        def connect() -> object:
            nonlocal left
            left -= 1
            channel = served(there, BOB)
            return FaultyChannel(channel, chance, most=60_000) if left > 0 else channel

        monkeypatch.setattr(transport, "connect", Through(connect))
        while True:
            try:
                exchange.sync(here, origin, ALICE)
                break
            except RemoteFailed:
                assert root(there) in before or root(there) == root(here)
                assert root(here)[0] in (400, 900)
        assert root(here) == root(there)
        assert root(here)[0] == 900


def test_a_cut_clone_is_gone_on_with(there: Repository, tmp_path: Path, cutting: Cutting) -> None:
    fill(there, BOB, range(1000, 4000))
    cutting.budget = 60_000
    place = tmp_path / "new"
    with pytest.raises(RemoteFailed, match="clone to the same place once more"):
        exchange.clone(FAR.url, str(place), ALICE)
    cutting.budget = None
    cloned = exchange.clone(FAR.url, str(place), ALICE)
    assert cloned.fetched.resumed > 30_000
    with Repository.open(str(place)) as repository:
        assert root(repository) == root(there)


def test_a_clone_that_ended_behind_its_commit_is_gone_on_with(
    there: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = str(tmp_path / "new")

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Meeting, "keep", dies)
        with pytest.raises(KeyboardInterrupt):
            exchange.clone(there.path, place, ALICE)
    cloned = exchange.clone(there.path, place, ALICE)
    assert cloned.fetched.arrivals.objects == 0
    with Repository.open(place) as repository:
        assert root(repository) == root(there)
        assert ref(repository, "refs/remotes/origin/main") == newest(there).id
    with pytest.raises(Refused, match="a repository in"):
        exchange.clone(there.path, place, ALICE)


def test_a_repository_without_anything_becomes_the_clone(there: Repository, tmp_path: Path) -> None:
    with made(tmp_path / "new"):
        pass
    assert exchange.clone(there.path, str(tmp_path / "new"), ALICE).fetched.arrivals.objects == 300


def test_no_room_for_the_index_is_said_and_gone_on_from(
    here: Repository, there: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise lmdb.MapFullError("no room")

    origin = remotes.add(here, "origin", there.path)
    with monkeypatch.context() as patched:
        patched.setattr(Transaction, "_index", fails)
        with pytest.raises(StorageFailed, match="too little room"):
            exchange.fetch(here, origin, ALICE)
    with Repository.open(here.path) as again:
        fetched = exchange.fetch(again, origin, ALICE)
        assert (fetched.ahead, fetched.behind, fetched.notes) == (0, 0, [])
        assert root(again) == root(there)
        assert ref(again, "refs/remotes/origin/main") == newest(there).id


def test_a_clone_of_nothing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotARepository):
        exchange.clone(str(tmp_path / "nothing"), str(tmp_path / "new"), ALICE)
    assert not (tmp_path / "new").exists()
