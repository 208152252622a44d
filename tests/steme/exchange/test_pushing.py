from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from repo_format.errors import Refused
from steme import exchange, remotes, transport
from steme.exchange.outgoing import portions
from steme.receiving import gate
from steme.remotes.ranges import Ranges
from steme.repository import Repository
from tests.steme.exchange.test_fetching import newest
from tests.steme.exchange.world import ALICE, BOB, Through, fill, made, ref, remote, root, served


def test_offers_what_they_lack_and_nothing_else(here: Repository, there: Repository) -> None:
    origin = remote(here, there)
    exchange.fetch(here, origin, ALICE)
    fill(here, ALICE, range(1000, 1010))
    assert (remotes.distance(here, "origin").ahead, remotes.distance(here, "origin").behind) == (10, 0)
    pushed = exchange.push(here, origin, ALICE)
    assert (pushed.offered, pushed.added, pushed.present) == (10, 10, 0)
    assert root(here) == root(there)
    assert pushed.traffic.round_trips == 2
    assert ref(here, "refs/remotes/origin/main") == newest(there).id
    assert (remotes.distance(here, "origin").ahead, remotes.distance(here, "origin").behind) == (0, 0)
    again = exchange.push(here, origin, ALICE)
    assert (again.offered, again.traffic.round_trips) == (0, 1)


def test_a_push_to_one_never_met(here: Repository, there: Repository) -> None:
    fill(here, BOB, range(290, 310))
    pushed = exchange.push(here, remote(here, there), ALICE)
    assert (pushed.offered, pushed.added, pushed.ahead, pushed.behind) == (10, 10, 0, 290)
    assert root(there)[0] == 310
    assert ref(here, "refs/remotes/origin/main") is None
    fetched = exchange.fetch(here, remotes.find(here, "origin"), ALICE)
    assert (fetched.arrivals.objects, fetched.ahead, fetched.behind) == (290, 0, 0)
    assert root(here) == root(there)


def test_somebody_else_pushed_in_between(here: Repository, there: Repository) -> None:
    origin = remote(here, there)
    exchange.fetch(here, origin, ALICE)
    fill(there, BOB, range(400, 420))
    fill(here, ALICE, range(1000, 1010))
    pushed = exchange.push(here, origin, ALICE)
    assert (pushed.added, pushed.ahead, pushed.behind) == (10, 0, 20)
    fetched = exchange.fetch(here, origin, ALICE)
    assert (fetched.arrivals.objects, fetched.ahead, fetched.behind) == (20, 0, 0)
    assert root(here) == root(there)


def test_a_limit_a_minute_is_kept_in_parts(here: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(here, ALICE, range(150))
    path = made(tmp_path / "slow").path
    with Repository.open(path, ["receive.rate=100"]) as slow:
        monkeypatch.setattr(transport, "connect", Through(lambda: served(slow)))
        origin = remotes.add(here, "origin", "https://far.example/claims")
        with pytest.raises(Refused, match="wait a minute"):
            exchange.push(here, origin, ALICE)
        assert (root(slow)[0], remotes.distance(here, "origin").ahead) == (100, 50)
        monkeypatch.setattr(gate, "MINUTE", 0)
        assert exchange.push(here, origin, ALICE).added == 50
        assert root(slow) == root(here)


def test_into_an_empty_one(here: Repository, tmp_path: Path) -> None:
    fill(here, ALICE, range(2000))
    here.tag("v1", newest(here).id, ALICE)
    with made(tmp_path / "empty") as empty:
        pushed = exchange.push(here, remote(here, empty), ALICE)
        assert (pushed.added, pushed.tags_sent) == (2000, ["refs/tags/v1"])
        assert root(empty) == root(here)
        assert ref(empty, "refs/tags/v1") == ref(here, "refs/tags/v1")


def test_a_dry_run_changes_nothing(here: Repository, there: Repository) -> None:
    fill(here, ALICE, range(1000, 1010))
    before = (root(there), newest(here).id)
    pushed = exchange.push(here, remote(here, there), ALICE, dry_run=True)
    assert (pushed.offered, pushed.added, pushed.arrivals.kinds) == (10, 0, {"assertion": 10})
    assert (root(there), newest(here).id) == before
    assert not remotes.distance(here, "origin").known


def test_a_tag_of_theirs_stays(here: Repository, there: Repository) -> None:
    there.tag("v1", newest(there).id, BOB)
    fill(here, ALICE, range(1000, 1010))
    here.tag("v1", newest(here).id, ALICE)
    theirs = ref(there, "refs/tags/v1")
    pushed = exchange.push(here, remote(here, there), ALICE)
    assert (pushed.tags_sent, pushed.tags_kept) == ([], ["refs/tags/v1"])
    assert ref(there, "refs/tags/v1") == theirs


def test_a_limit_of_theirs_makes_several_transfers(
    here: Repository, there: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEME_RECEIVE_MAX_OBJECTS", "40")
    fill(here, ALICE, range(1000, 1100))
    pushed = exchange.push(here, remote(here, there), ALICE)
    assert (pushed.added, root(there)[0]) == (100, 400)
    assert pushed.traffic.round_trips >= 5


@pytest.mark.parametrize(("most", "sizes"), [(0, [7]), (3, [3, 3, 1]), (7, [7]), (100, [7]), (1, [1] * 7)])
def test_portions(most: int, sizes: list[int]) -> None:
    seqs = Ranges(((1, 2), (5, 8), (11, 11)))
    parts = list(portions(seqs, most))
    assert [len(part) for part in parts] == sizes
    assert Ranges(run for part in parts for run in part.runs) == seqs


def test_rolled_back_and_offered_again(here: Repository, there: Repository, tmp_path: Path) -> None:
    origin = remote(here, there)
    exchange.fetch(here, origin, ALICE)
    there.close()
    old = tmp_path / "old"
    shutil.copytree(there.path, old)
    exchange_after = Repository.open(there.path)
    with exchange_after:
        fill(exchange_after, BOB, range(300, 350))
    exchange.fetch(here, origin, ALICE)
    fill(here, ALICE, range(1000, 1010))
    exchange.push(here, origin, ALICE)
    shutil.rmtree(there.path)
    shutil.copytree(old, there.path)
    seen = exchange.fetch(here, origin, ALICE, dry_run=True)
    assert seen.rolled_back is not None
    fetched = exchange.fetch(here, origin, ALICE)
    assert fetched.rolled_back is not None
    assert (fetched.rolled_back.had.count, fetched.rolled_back.missing) == (360, 60)
    assert fetched.rolled_back.has is not None
    assert fetched.rolled_back.has.count == 300
    assert (fetched.arrivals.objects, fetched.ahead) == (0, 60)
    assert root(here)[0] == 360
    pushed = exchange.push(here, origin, ALICE)
    assert (pushed.added, pushed.rolled_back) == (60, None)
    with Repository.open(there.path) as again:
        assert root(again) == root(here)


def test_a_path_of_another_user_is_not_written_to(
    here: Repository, there: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(here, ALICE, range(1000, 1010))
    origin = remote(here, there)
    monkeypatch.setattr("steme.transports.path.os.geteuid", lambda: 54321)
    with pytest.raises(Refused):
        exchange.push(here, origin, ALICE)
    assert root(there)[0] == 300
