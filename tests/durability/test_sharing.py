"""Several stores at once: two in one process, threads, forks, readers while the index is made anew."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

import pytest
from campaigns import claims
from campaigns.children import Died, each, in_child
from invariants import check

from repo_format import limits
from repo_format.errors import StemeError
from repo_format.storage import appender, environment
from steme.query import Question
from steme.repository import Repository

KEY = claims.key(1)
PLACES = 60


def _ids(*numbers: int) -> list[bytes]:
    return [claims.claim(KEY, number)[0] for number in numbers]


def _add(repository: Repository, *numbers: int) -> None:
    repository.add([claims.claim(KEY, number)[2] for number in numbers], KEY)


def _has(repository: Repository, number: int) -> bool:
    with repository.snapshot() as view:
        return view.seq_of(claims.claim(KEY, number)[0]) > 0


def test_two_stores_of_one_repository_in_one_process_see_each_other(tmp_path: Path) -> None:
    with Repository.init(str(tmp_path)) as first:
        with Repository.open(str(tmp_path)) as second:
            _add(first, 1)
            assert _has(second, 1)
            _add(second, 2)
        assert _has(first, 2)
        _add(first, 3)
    assert check(tmp_path, _ids(1, 2, 3), _ids(1, 2, 3)) == []


def test_one_store_makes_the_index_anew_and_the_other_goes_on(tmp_path: Path) -> None:
    with Repository.init(str(tmp_path)) as first, Repository.open(str(tmp_path)) as second:
        _add(first, 1)
        second.store.rebuild()
        _add(first, 2)
        assert _has(first, 1)
        assert _has(second, 2)
    assert check(tmp_path, _ids(1, 2), _ids(1, 2)) == []


def _write_and_look(repository: Repository, start: int) -> None:
    for number in range(start, start + 15):
        _add(repository, number)
        assert _has(repository, number)


def _ask(repository: Repository, _: int) -> None:
    for _ in range(60):
        repository.ask(Question("campaign/1", "p1"))


def _make_anew(repository: Repository, _: int) -> None:
    for _ in range(4):
        repository.store.rebuild()
        time.sleep(0.02)


def test_threads_share_a_store(tmp_path: Path) -> None:
    starts = (0, 100, 200)
    with Repository.init(str(tmp_path)) as repository, ThreadPoolExecutor(6) as threads:
        jobs = [(_write_and_look, start) for start in starts] + [(_ask, 0), (_ask, 0), (_make_anew, 0)]
        for done in [threads.submit(job, repository, start) for job, start in jobs]:
            done.result()
    numbers = [start + i for start in starts for i in range(15)]
    assert check(tmp_path, _ids(*numbers), _ids(*numbers)) == []


def test_a_store_is_refused_in_a_child_and_the_parent_goes_on(tmp_path: Path) -> None:
    with Repository.init(str(tmp_path)) as repository:
        _add(repository, 1)

        def use() -> list[str]:
            said: list[str] = []
            for deed in (lambda: _has(repository, 1), lambda: _add(repository, 2)):
                try:
                    deed()
                    said.append("it worked")
                except StemeError as error:
                    said.append(str(error))
            repository.close()
            return said

        said = in_child(use)
        assert not isinstance(said, Died), said.reason
        assert all("before a fork" in one for one in said)
        assert in_child(lambda: _use_own(str(tmp_path))) is None
        _add(repository, 3)
        assert _has(repository, 4)
    assert check(tmp_path, _ids(1, 3, 4), _ids(1, 3, 4)) == []


def _use_own(top: str) -> None:
    with Repository.open(top) as own:
        _add(own, 4)


@pytest.mark.parametrize("ending", ["abort", "commit", "exit"])
def test_a_transaction_carried_into_a_child_does_nothing_there(tmp_path: Path, ending: str) -> None:
    small = mock.patch.object(appender, "_FLUSH_BYTES", 100)
    with Repository.init(str(tmp_path)) as repository, small, repository.begin() as transaction:
        for number in range(5):
            identifier, payload, read = claims.claim(KEY, number)
            transaction.add(identifier, payload, read, KEY.sign_object_id(identifier))
            transaction.flush()

        def end() -> None:
            if ending == "exit":
                raise SystemExit(0)
            with transaction:
                if ending == "commit":
                    with pytest.raises(StemeError):
                        transaction.commit(KEY, 10**15)

        in_child(end)
        assert in_child(lambda: _is_locked(str(tmp_path))) is True
        transaction.commit(KEY, 10**15)
    assert check(tmp_path, _ids(*range(5)), _ids(*range(5))) == []


def _is_locked(top: str) -> bool:
    with Repository.open(top, flags=["lock.timeout=0"]) as own:
        try:
            own.begin().abort()
        except StemeError:
            return True
    return False


def test_readers_go_on_while_others_make_the_index_anew(tmp_path: Path) -> None:
    in_child(lambda: _prepare(str(tmp_path)))
    until = time.monotonic() + 1.5
    jobs = [lambda: _read(str(tmp_path), until)] * 4 + [lambda: _rebuild(str(tmp_path), until)] * 2
    results = list(each(jobs, len(jobs)))
    assert [one.reason for one in results if isinstance(one, Died)] == []
    assert min(results) > 1
    assert check(tmp_path, _ids(*range(30)), _ids(*range(30))) == []


def _prepare(top: str) -> None:
    with Repository.init(top) as repository:
        _add(repository, *range(30))


def _read(top: str, until: float) -> int:
    turns = 0
    while time.monotonic() < until:
        with Repository.open(top) as repository:
            for _ in range(5):
                with repository.snapshot() as view:
                    assert view.count == 30
                    assert view.record(17).payload is not None
                turns += 1
    return turns


def _rebuild(top: str, until: float) -> int:
    turns = 0
    with Repository.open(top) as repository:
        while time.monotonic() < until:
            repository.store.rebuild()
            turns += 1
    return turns


def test_a_writer_that_dies_with_the_lock_blocks_nobody(tmp_path: Path) -> None:
    in_child(lambda: Repository.init(str(tmp_path)).close())
    for number in range(20):
        in_child(lambda number=number: _die_writing(str(tmp_path), number))
        begun = time.monotonic()
        assert in_child(lambda number=number: _use(str(tmp_path), number)) is None
        assert time.monotonic() - begun < 1
    assert check(tmp_path, _ids(*range(20)), _ids(*range(20))) == []


def _die_writing(top: str, number: int) -> None:
    repository = Repository.open(top)
    transaction = repository.begin()
    transaction.add(*claims.claim(KEY, 1000 + number), bytes(64))
    os._exit(9)


def _use(top: str, number: int) -> None:
    with Repository.open(top) as repository:
        _add(repository, number)


def test_dead_readers_do_not_use_up_the_places_for_readers(tmp_path: Path) -> None:
    with mock.patch.object(environment, "_READERS", PLACES):
        in_child(lambda: _prepare(str(tmp_path)))
        with Repository.open(str(tmp_path)):
            ends = list(each((lambda: _die_reading(str(tmp_path)) for _ in range(PLACES + 20)), 2))
            assert {one.reason for one in ends} == {"the process ended with 9"}
            assert in_child(lambda: _read(str(tmp_path), time.monotonic() + 0.01)) > 0
            assert in_child(lambda: _use(str(tmp_path), 40)) is None


def _die_reading(top: str) -> None:
    repository = Repository.open(top)
    view = repository.snapshot()
    os._exit(9 if view.count else 1)


@pytest.mark.parametrize("name", ["rename", "fsync"])
def test_a_segment_is_sealed_whenever_the_writer_dies(tmp_path: Path, name: str) -> None:
    """Death before the n-th call of a kind in the midst of sealing, for all n."""
    acked: list[bytes] = []
    in_child(lambda: Repository.init(str(tmp_path)).close())
    for number in range(16):
        in_child(lambda number=number: _die_sealing(str(tmp_path), number, name))
        assert in_child(lambda number=number: _use(str(tmp_path), number)) is None
        acked += _ids(number)
        offered = [*acked, *_ids(*(1000 + i for i in range(number + 1)))]
        assert check(tmp_path, acked, offered, rebuild=number % 5 == 0) == []
    assert len(list((tmp_path / ".steme" / "log").iterdir())) > 2


def _die_sealing(top: str, number: int, name: str) -> None:
    left = number % 8
    real = getattr(os, name)

    def step(*arguments: object, **named: object) -> None:
        nonlocal left
        if left == 0:
            os._exit(9)
        left -= 1
        real(*arguments, **named)

    small = mock.patch.object(limits, "SEGMENT_BYTES", 1)
    with Repository.open(top) as repository, small, mock.patch.object(os, name, step):
        _add(repository, 1000 + number)
