from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from repo_format import frame, limits
from repo_format.mending.damaged_log import DamagedLog
from repo_format.mending.expected import Expected
from repo_format.mending.plan import Plan
from repo_format.storage.directory import Directory
from repo_format.storage.store import Store
from tests.repo_format.storage.conftest import NOON, REPOSITORY, add

Spoil = Callable[[int, int], Plan]


@pytest.fixture
def store(tmp_path: Path, alice, bob, monkeypatch) -> Iterator[Store]:
    """Three commits: single objects, a seal in two blocks, single objects and a tag."""
    monkeypatch.setattr(limits, "BLOCK_BYTES", 1000)
    store = Store.create(str(tmp_path), REPOSITORY, NOON)
    rows = (
        [alice.signed(alice.assertion(number)) for number in range(3)],
        alice.sealed(*(alice.assertion(number) for number in range(10, 15))),
        [bob.signed(bob.assertion(number)) for number in range(20, 22)],
    )
    for records in rows:
        with store.begin() as transaction:
            add(transaction, records)
            if records is rows[2]:
                newest = transaction.view().get("refs", b"refs/heads/main")
                transaction.set_ref("refs/tags/v1", bytes(32), newest or b"")
            transaction.commit(alice, NOON)
    yield store
    store.close()


def frames(store: Store) -> list[frame.Frame]:
    return list(store.log.scan(1, 0, frame.START))


def ids(store: Store) -> list[bytes]:
    with store.snapshot() as view:
        return [view.id_of(seq) for seq in range(1, view.count + 1)]


def planned(store: Store, expected: Expected, places: list[tuple[int, bytes]]) -> tuple[Plan, DamagedLog]:
    """The plan for a copy of the log with these bytes written over it."""
    copy = Path(store.directory.path).parent / "copy"
    copy.mkdir(exist_ok=True)
    data = bytearray(store.log.directory.read_file("active.seg"))
    for at, piece in places:
        data[at : at + len(piece)] = piece
    (copy / "active.seg").write_bytes(data)
    directory = Directory.open(str(copy))
    log = DamagedLog(directory)
    plan = Plan(log, expected)
    log.close()
    directory.close()
    return plan, log


def test_a_good_log_needs_nothing(store):
    plan, log = planned(store, Expected(), [])
    assert (plan.damages, log.bad, plan.tail, plan.commits) == ([], {}, None, 3)
    assert plan.known == set(ids(store))


def test_any_flipped_bit_is_mended_without_help(store):
    data = store.log.directory.read_file("active.seg")
    for found in frames(store):
        for at in (found.offset, found.offset + 9, found.offset + 20, found.offset + 50, found.end - 1):
            plan, log = planned(store, Expected(), [(at, bytes([data[at] ^ 4]))])
            assert plan.damages == [], (found.kind, at - found.offset)
            assert list(log.bad) == [(1, found.offset)]


@pytest.mark.parametrize("is_remembered", [True, False])
def test_lost_objects_are_named(store, is_remembered):
    everything = ids(store)
    expected = Expected.of(str(Path(store.directory.path).parent)) if is_remembered else Expected()
    assert expected.is_known is is_remembered
    blocks = [found for found in frames(store) if found.kind == frame.BLOCK]
    assert len(blocks) > 1
    for found in blocks[1:]:
        plan, _ = planned(store, expected, [(found.offset + 60, bytes(40))])
        (damage,) = plan.damages
        first, count = (int.from_bytes(found.body[at : at + 2], "big") for at in (32, 34))
        assert damage.missing == everything[3 + first : 3 + first + count], "the seal says so"
        assert (damage.unnamed, damage.lost_commits) == (0, [])
        assert damage.ids == everything[3:8]


def test_without_an_index_lost_single_objects_are_counted(store):
    everything = ids(store)
    found = frames(store)[1]
    where = [(found.offset + 60, bytes(40))]
    (damage,) = planned(store, Expected(), where)[0].damages
    assert (damage.missing, damage.unnamed) == ([], 3)
    (damage,) = planned(store, Expected.of(str(Path(store.directory.path).parent)), where)[0].damages
    assert (damage.missing, damage.unnamed) == (everything[:3], 0)


def test_a_lost_commit_joins_two_transactions(store):
    commits = [found for found in frames(store) if found.kind == frame.COMMIT]
    (damage,) = planned(store, Expected(), [(commits[0].offset + 60, bytes(40))])[0].damages
    assert (list(damage.commits), damage.lost_commits, damage.total) == ([1, 2], [1], 8)


def test_a_lost_ref_is_remembered(store):
    (found,) = (one for one in frames(store) if one.kind == frame.REF)
    where = [(found.offset + 60, b"garbage of some length")]
    expected = Expected.of(str(Path(store.directory.path).parent))
    (damage,) = planned(store, expected, where)[0].damages
    assert (damage.missing, damage.unnamed) == ([], 0)
    assert (damage.refs_before, damage.refs) == ({}, {"refs/tags/v1": expected.commits[2].head})


def test_the_end_that_is_gone_is_known_to_the_index(store):
    expected = Expected.of(str(Path(store.directory.path).parent))
    commits = [found for found in frames(store) if found.kind == frame.COMMIT]
    size = len(store.log.directory.read_file("active.seg")) - commits[1].end
    plan, _ = planned(store, expected, [(commits[1].end, bytes(size))])
    (damage,) = plan.damages
    assert (damage.lost_commits, damage.missing) == ([3], ids(store)[8:])
    plan, _ = planned(store, Expected(), [(commits[1].end, bytes(size))])
    assert plan.damages == []
    assert plan.tail is not None, "nobody knows that it was more than a torn write"


def test_a_copy_remembers_what_the_index_does(store):
    by_index = Expected.of(str(Path(store.directory.path).parent))
    by_copy = Expected.by_copy(((1, found) for found in frames(store)), REPOSITORY)
    assert (by_copy.refs, by_copy.last, by_copy.erased) == (by_index.refs, by_index.last, set())
    assert by_copy.ids(1, 10) == by_index.ids(1, 10) == ids(store)
    for number, one in by_index.commits.items():
        other = by_copy.commits[number]
        assert (one.objects, one.time, one.segment, one.head) == (other.objects, other.time, other.segment, other.head)
        assert (one.body, bool(other.body)) == (b"", True)
