from __future__ import annotations

import os

import pytest

from repo_format import frame, limits, segment
from repo_format.errors import Damaged, MalformedObject, StorageFailed
from repo_format.storage.directory import Directory
from repo_format.storage.log import ACTIVE, Log, sealed_name

REPOSITORY = b"R" * 16


def opening(number: int, chain: bytes = frame.START) -> tuple[bytes, bytes]:
    return frame.encode(frame.OPENING, segment.Opening(REPOSITORY, number, 1, chain, 0).encode(), chain)


@pytest.fixture
def log(tmp_path):
    """Two segments: the first with three frames, sealed; the second with its opening alone."""
    data, chain = opening(1)
    for kind, body in ((frame.SIGNED, b"a" * 10), (frame.SIGNED, b"b" * 5000), (frame.CLOSING, b"c" * 17)):
        one, chain = frame.encode(kind, body, chain)
        data += one
    (tmp_path / "00000001.seg").write_bytes(data)
    (tmp_path / ACTIVE).write_bytes(opening(2, chain)[0])
    found = Log(Directory.open(str(tmp_path)))
    yield found
    found.close()
    found.directory.close()


def test_numbers(log, tmp_path):
    assert log.numbers() == [1, 2]
    for name in ("00000003.seg.tmp", "3.seg", "0000000x.seg", "active.seg.77.tmp", "README"):
        (tmp_path / name).touch()
    assert log.numbers() == [1, 2]
    (tmp_path / ACTIVE).unlink()
    assert log.numbers() == [1]


def test_which_is_last(log, tmp_path):
    assert (log.has_active(), log.is_active(1), log.is_active(2)) == (True, False, True)
    assert (log.is_last(1), log.is_last(2)) == (False, True)
    (tmp_path / ACTIVE).unlink()
    assert (log.has_active(), log.is_last(1)) == (False, True)


def test_reading_by_place(log):
    frames = list(log.scan(1, 0, frame.START))
    assert [one.kind for one in frames] == [frame.OPENING, frame.SIGNED, frame.SIGNED, frame.CLOSING]
    for one in frames:
        again = log.read(1, one.offset)
        assert (again.kind, again.body, again.chain, again.end) == (one.kind, one.body, one.chain, one.end)
    assert log.read_bytes(1, 0, 4) == b"stmF"
    assert log.size(1) == frames[-1].end


@pytest.mark.parametrize("offset", [1, 100_000])
def test_no_frame_there(log, offset):
    with pytest.raises(Damaged, match=f"segment 1, byte {offset}: "):
        log.read(1, offset)


def test_a_scan_from_the_middle(log):
    frames = list(log.scan(1, 0, frame.START))
    assert [one.offset for one in log.scan(1, frames[1].end, frames[1].chain)] == [one.offset for one in frames[2:]]
    with pytest.raises(MalformedObject, match=f"at byte {frames[2].offset} does not continue the chain"):
        list(log.scan(1, frames[2].offset, frames[0].chain))


def test_a_scan_of_large_frames(log, tmp_path):
    data, chain = opening(3)
    bodies = [bytes([number]) * limits.MAX_FRAME_BODY for number in range(3)]
    for body in bodies:
        one, chain = frame.encode(frame.SIGNED, body, chain)
        data += one
    (tmp_path / sealed_name(3)).write_bytes(data)
    assert [one.body for one in log.scan(3, 0, frame.START)][1:] == bodies


@pytest.mark.parametrize("cut", [1, 11, 12, 43, 44, 60])
def test_a_scan_of_what_is_cut_off(log, tmp_path, cut):
    path = tmp_path / "00000001.seg"
    whole = path.read_bytes()
    third = next(one for one in log.scan(1, 0, frame.START) if len(one.body) == 5000)
    path.write_bytes(whole[: third.offset + cut])
    found = log.scan(1, 0, frame.START)
    assert [next(found).kind, next(found).kind] == [frame.OPENING, frame.SIGNED]
    with pytest.raises(MalformedObject):
        next(found)


def test_a_frame_of_a_pack_has_no_place_in_a_segment(log, tmp_path):
    data, chain = opening(4)
    (tmp_path / sealed_name(4)).write_bytes(data + frame.encode(frame.PACK_CLOSING, b"x", chain)[0])
    with pytest.raises(MalformedObject, match=f"at byte {len(data)}"):
        list(log.scan(4, 0, frame.START))


def test_a_descriptor_stays_right_when_its_segment_is_sealed(log, tmp_path):
    before = log.read(2, 0)
    os.rename(tmp_path / ACTIVE, tmp_path / sealed_name(2))
    (tmp_path / ACTIVE).write_bytes(opening(3)[0])
    assert log.read(2, 0).chain == before.chain
    assert segment.decode_opening(log.read(3, 0).body).number == 3
    fresh = Log(log.directory)
    assert fresh.read(2, 0).chain == before.chain
    fresh.close()


def test_a_missing_segment(log):
    with pytest.raises(Damaged, match="segment 9 is missing"):
        log.descriptor(9)


@pytest.mark.parametrize(
    "content", [b"", b"stmF", b"no segment at all", frame.encode(frame.SIGNED, b"x", frame.START)[0]]
)
def test_an_active_segment_that_does_not_begin_as_one(log, tmp_path, content):
    (tmp_path / ACTIVE).write_bytes(content)
    with pytest.raises(Damaged, match="steme fsck"):
        log.numbers()


def test_an_opening_whose_chain_is_wrong(log, tmp_path):
    data = bytearray((tmp_path / ACTIVE).read_bytes())
    data[20] ^= 1
    (tmp_path / ACTIVE).write_bytes(data)
    with pytest.raises(Damaged):
        log.numbers()


def test_a_disk_that_cannot_be_read(log, monkeypatch):
    def fail(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    log.descriptor(1)
    monkeypatch.setattr(os, "pread", fail)
    for attempt in (lambda: log.read(1, 0), lambda: log.read_bytes(1, 0, 4), lambda: list(log.scan(1, 0, frame.START))):
        with pytest.raises(StorageFailed, match="cannot read segment 1: Input/output error"):
            attempt()
