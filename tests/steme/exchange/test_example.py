"""The example of docs/semantics/sync.md, section 7."""

from __future__ import annotations

import shutil
from pathlib import Path

from steme import exchange, remotes
from steme.repository import Repository
from tests.steme.exchange.world import ALICE, BOB, CAROL, fill, made, root


def distance(repository: Repository) -> tuple[int, int]:
    found = remotes.distance(repository, "bob")
    return found.ahead, found.behind


def test_example(tmp_path: Path) -> None:
    place = tmp_path / "bob"
    made(place, BOB).close()
    with Repository.open(str(place)) as bob:
        fill(bob, CAROL, range(3, 7))
    shutil.copytree(place, tmp_path / "backup")
    with made(tmp_path / "alice", ALICE, ()) as alice:
        fill(alice, CAROL, range(1, 5))
        remote = remotes.add(alice, "bob", str(place))
        exchange.fetch(alice, remote, ALICE)
        assert (root(alice)[0], distance(alice)) == (6, (2, 0))
        exchange.push(alice, remote, ALICE)
        assert distance(alice) == (0, 0)
        fill(alice, CAROL, [7])
        with Repository.open(str(place)) as bob:
            assert root(bob)[0] == 6
            fill(bob, CAROL, [8])
        assert distance(alice) == (1, 0)
        exchange.fetch(alice, remote, ALICE)
        assert (root(alice)[0], distance(alice)) == (8, (1, 0))
        shutil.rmtree(place)
        shutil.copytree(tmp_path / "backup", place)
        fetched = exchange.fetch(alice, remote, ALICE)
        assert fetched.rolled_back is not None
        assert fetched.rolled_back.missing == 3
        assert (root(alice)[0], distance(alice)) == (8, (4, 0))
        exchange.push(alice, remote, ALICE)
        assert distance(alice) == (0, 0)
        with Repository.open(str(place)) as bob:
            assert root(bob) == root(alice)
