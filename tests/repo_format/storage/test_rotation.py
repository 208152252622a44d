from __future__ import annotations

import os
import stat

import pytest

from repo_format import frame, limits, merkle, segment
from repo_format.errors import Damaged
from repo_format.storage import directory, rotation
from repo_format.storage.store import Store
from repo_format.verification import Verifier

NOON = 1_767_268_800_000_000


@pytest.fixture(autouse=True)
def _small_segments(monkeypatch):
    monkeypatch.setattr(limits, "SEGMENT_BYTES", 3000)


def fill(store, put, alice, begin: int = 0, segments: int = 1) -> int:
    """Commit objects three by three until there are this many sealed segments more; returns the next free number."""
    wanted = len(store.log.numbers()) + segments
    while len(store.log.numbers()) < wanted:
        put(store, [alice.signed(alice.assertion(number)) for number in range(begin, begin + 3)])
        begin += 3
    return begin


def test_segments_are_sealed_and_follow_each_other(store, put, alice, tmp_path):
    count = fill(store, put, alice, segments=4)
    assert store.log.numbers() == [1, 2, 3, 4, 5]
    chain, first_seq, commits = frame.START, 1, 0
    for number in store.log.numbers():
        frames = list(store.log.scan(number, 0, chain))
        opening = segment.decode_opening(frames[0].body)
        assert (opening.number, opening.chain, opening.first_seq) == (number, chain, first_seq)
        assert (opening.repository, opening.created) == (b"R" * 16, NOON if number == 1 else 0)
        found = [segment.decode_commit(one.body) for one in frames if one.kind == frame.COMMIT]
        assert [commit.number for commit in found] == list(range(commits + 1, commits + len(found) + 1))
        chain, commits, first_seq = frames[-1].chain, found[-1].number, found[-1].head.count + 1
        if number < 5:
            assert frames[-1].kind == frame.CLOSING
            assert segment.decode_closing(frames[-1].body) == (commits, first_seq - 1)
            assert frames[-1].offset >= 3000 > frames[-3].offset
            status = (tmp_path / ".steme" / "log" / f"{number:08d}.seg").stat()
            assert stat.S_IMODE(status.st_mode) == 0o444
    with store.snapshot() as view:
        assert view.count == count
        ids = [view.record(seq).id for seq in range(1, count + 1)]
        assert view.trie.root(count) == merkle.root(ids)
        for seq in range(1, count + 1):
            Verifier().check(view.record(seq))


def test_an_index_made_anew_from_many_segments(store, put, alice, dump):
    fill(store, put, alice, segments=3)
    before = dump(store)
    store.rebuild()
    assert dump(store) == before


def test_another_process_reads_across_the_rotation(store, put, alice, tmp_path):
    other = Store.open(str(tmp_path))
    count = fill(store, put, alice, segments=2)
    with other.snapshot() as view:
        assert [view.record(seq).seq for seq in range(1, count + 1)] == list(range(1, count + 1))
    other.close()


class Crash(BaseException):
    """The process dies here."""


STEPS = {
    "before the closing": (rotation, "write_all", False),
    "after the closing": (rotation, "write_all", True),
    "after its fsync": (os, "rename", False),
    "after the rename": (os, "rename", True),
    "before the next segment": (rotation, "_begin_next", False),
    "in the next segment": (directory, "write_all", False),
    "before the index knows of it": (rotation.Watermark, "encode", False),
    "after the rotation": (rotation, "rotate", True),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("lose_index", [False, True], ids=["index kept", "index lost"])
def test_a_crash_between_the_steps(store, put, alice, tmp_path, monkeypatch, step, lose_index):
    numbers = iter(range(0, 3000, 3))

    def write(into: Store) -> None:
        begin = next(numbers)
        put(into, [alice.signed(alice.assertion(number)) for number in range(begin, begin + 3)])

    while store.log.size(1) < 3000:
        write(store)
    with store.snapshot() as view:
        acknowledged = [view.id_of(seq) for seq in range(1, view.count + 1)]
    place, name, late = STEPS[step]
    genuine = getattr(place, name)

    def die(*arguments, **named):
        if late:
            genuine(*arguments, **named)
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(place, name, die)
        with pytest.raises(Crash):
            write(store)
    store.close()
    if lose_index:
        (tmp_path / ".steme" / "index" / "state").unlink()
    again = Store.open(str(tmp_path))
    try:
        with again.snapshot() as view:
            assert [view.id_of(seq) for seq in range(1, view.count + 1)] == acknowledged
        for _ in range(2):
            write(again)
        with again.snapshot() as view:
            assert [view.record(seq).id for seq in range(1, view.count + 1)][: len(acknowledged)] == acknowledged
            assert view.count == len(acknowledged) + 6
        assert again.log.numbers() == [1, 2]
        again.rebuild()
        with again.snapshot() as view:
            assert view.count == len(acknowledged) + 6
    finally:
        again.close()


def test_a_segment_that_must_be_cut_can_be_written_to(store, put, alice, tmp_path, monkeypatch):
    """Read-only only once it has its last name: until then a crash leaves a closing that the next writer cuts off."""
    modes = []
    genuine = os.rename

    def rename(source, *arguments, **named):
        if source == "active.seg":
            modes.append(stat.S_IMODE((tmp_path / ".steme" / "log" / source).stat().st_mode))
        genuine(source, *arguments, **named)

    monkeypatch.setattr(os, "rename", rename)
    fill(store, put, alice)
    assert modes == [0o644]


@pytest.mark.parametrize("damage", ["cut", "bytes behind", "flip", "gone", "no closing"])
def test_damage_to_a_sealed_segment_is_never_taken_for_a_crash(store, put, alice, tmp_path, damage):
    fill(store, put, alice, segments=2)
    store.close()
    path = tmp_path / ".steme" / "log" / "00000001.seg"
    data = path.read_bytes()
    path.chmod(0o644)
    closing = frame.OVERHEAD + 17
    broken = {
        "cut": data[:-1],
        "bytes behind": data + b"\0",
        "flip": data[:200] + bytes([data[200] ^ 1]) + data[201:],
        "no closing": data[:-closing],
    }
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(broken[damage])
    (tmp_path / ".steme" / "index" / "state").unlink()
    with pytest.raises(Damaged, match="steme fsck"):
        Store.open(str(tmp_path))
    assert not path.exists() or path.read_bytes() == broken[damage]


def test_the_last_segment_sealed_without_a_closing(store, put, alice, tmp_path):
    put(store, [alice.signed(alice.assertion(1))])
    store.close()
    log = tmp_path / ".steme" / "log"
    (log / "active.seg").rename(log / "00000001.seg")
    (tmp_path / ".steme" / "index" / "state").unlink()
    with pytest.raises(Damaged, match="sealed and does not end with its closing"):
        Store.open(str(tmp_path))
