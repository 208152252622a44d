from __future__ import annotations

import os
import time
from pathlib import Path
from random import Random

import pytest

from repo_format.checking.surroundings import look_around
from repo_format.errors import Busy
from steme.query import Question
from steme.repository import Repository
from steme.views.files import Files
from steme.views.state import State
from steme.views.turn import MADE
from tests.steme.views.worlds import ALICE, BOB, CAROL, DAVE, Kept, about

MINUTE = 60_000_000


@pytest.fixture
def world(world: Kept) -> Kept:
    for number, key in enumerate((ALICE, BOB, CAROL)):
        world.claim(key, number % 2, confidence=0.3 + number / 10)
    world.repository.views.add(about("consensus"), 1)
    world.repository._look_again = 0.0  # as after a second
    return world


def files(world: Kept) -> dict[str, bytes]:
    index = Path(world.repository.path) / ".steme/index"
    return {path.suffix: path.read_bytes() for path in index.iterdir() if path.suffix in (".view", ".rest")}


def test_who_writes_is_not_waited_for(world: Kept) -> None:
    question = Question("s", "p", "consensus")
    with Repository.open(world.repository.path) as other:
        transaction = other.begin()
        assert world.repository.ask(question).value == 0
        assert files(world) == {}
        with world.repository.snapshot() as snapshot, pytest.raises(Busy):
            world.repository.views.refresh(world.repository.asker(snapshot), about("consensus"), 0.01)
        transaction.abort()
    for _ in range(500):  # who gave up waiting for the lock lets go of it a moment later
        world.repository.ask(question)
        if files(world):
            break
        time.sleep(0.01)
    assert files(world).keys() == {".view", ".rest"}


def test_whoever_writes_may_ask_too(world: Kept) -> None:
    with world.repository.begin():
        assert world.repository.ask(Question("s", "p", "consensus")).value == 0
    assert files(world) == {}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_place_that_cannot_be_written_to(world: Kept) -> None:
    index = Path(world.repository.path) / ".steme/index"
    index.chmod(0o500)
    try:
        assert world.repository.ask(Question("s", "p", "consensus")).value == 0
    finally:
        index.chmod(0o700)


def test_a_disk_that_takes_nothing(world: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("steme.views.files.os.write", full)
        assert world.repository.ask(Question("s", "p", "consensus")).value == 0
    assert list((Path(world.repository.path) / ".steme/index").glob("*.tmp")) == []
    assert files(world) == {}


def test_a_damaged_answer_counts_as_lost(world: Kept) -> None:
    view, chance = about("consensus"), Random(5)
    world.ask(view)
    index = Path(world.repository.path) / ".steme/index"
    for suffix in (".view", ".rest"):
        path = index / (view.id + suffix)
        for _ in range(25):
            good = path.read_bytes()
            at = chance.randrange(len(good))
            path.write_bytes(good[:at] + bytes([good[at] ^ 1 << chance.randrange(8)]) + good[at + 1 :])
            world.claim(DAVE, 3) if suffix == ".rest" else None
            assert world.ask(view).value in (0, 1)
            assert world.done == MADE
        path.write_bytes(path.read_bytes()[:-1])
        world.claim(DAVE, 3) if suffix == ".rest" else None
        world.ask(view)
        assert world.done == MADE


def test_an_answer_that_lies_elsewhere_is_not_taken(world: Kept, tmp_path: Path) -> None:
    view = about("consensus")
    world.ask(view)
    path = Path(world.repository.path) / ".steme/index" / f"{view.id}.view"
    path.rename(tmp_path / "moved")
    os.symlink(tmp_path / "moved", path)
    assert Files(world.repository.store.directory).state(view.id) is None
    world.ask(view)
    assert world.done == MADE
    assert not path.is_symlink()


def test_a_state_is_read_back_as_it_was(world: Kept) -> None:
    for lens in ("consensus", "layered", "epoch:authority"):
        world.ask(about(lens))
        data = files(world)[".view"]
        body = data[data.index(b"\n") + 33 :]
        assert State.decode(body).encode() == body
        world.repository.views.drop([about(lens)], 1)


def test_views_outlive_the_index_and_their_answers_do_not(world: Kept) -> None:
    world.ask(about("consensus"))
    world.repository.store.rebuild()
    assert files(world) == {}
    assert [view.id for view in world.repository.views.views] == [about("consensus").id]
    world.ask(about("consensus"))
    assert world.done == MADE


def test_an_answer_of_another_index_is_not_taken(world: Kept) -> None:
    kept = files(world) if world.ask(about("consensus")) else {}
    world.repository.store.rebuild()
    for suffix, data in kept.items():
        (Path(world.repository.path) / f".steme/index/{about('consensus').id}{suffix}").write_bytes(data)
    world.ask(about("consensus"))
    assert world.done == MADE


def test_the_checker_knows_these_files(world: Kept) -> None:
    world.ask(about("consensus"))
    assert list(look_around(world.repository.store.directory)) == []
    (Path(world.repository.path) / ".steme/index/strange").touch()
    assert [found.place for found in look_around(world.repository.store.directory)] == ["index/strange"]


def test_what_goes_with_another_answer_is_not_taken(world: Kept) -> None:
    """As where somebody dies between putting the one file in place and the other."""
    view = about("consensus")
    world.ask(view)
    older = files(world)[".rest"]
    world.claim(DAVE, 1, confidence=0.9)
    world.ask(view)
    (Path(world.repository.path) / f".steme/index/{view.id}.rest").write_bytes(older)
    world.claim(DAVE, 3)
    world.ask(view)
    assert world.done == MADE
