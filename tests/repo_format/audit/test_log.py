from __future__ import annotations

import os
import random
import shutil
import threading
from pathlib import Path

import pytest

from repo_format import frame
from repo_format.audit import frames, log
from repo_format.audit.log import AuditLog
from repo_format.errors import Busy, Damaged, FromTheFuture, Refused, StemeError, StorageFailed
from repo_format.storage.directory import Directory
from repo_format.storage.lock import WriterLock

REPOSITORY = b"repository no. 1"
PAYLOADS = [b'{"n":%d,"words":"%s"}' % (n, b"x" * (n * 7)) for n in range(8)]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / ".steme").mkdir()
    return tmp_path / ".steme"


def audit_log(place: Path, repository: bytes = REPOSITORY) -> AuditLog:
    return AuditLog(Directory.open(str(place)), repository)


def payloads(place: Path) -> list[bytes]:
    return [record.payload for record in audit_log(place).records()]


def file(place: Path) -> Path:
    return place / "audit" / "records.seg"


def test_nothing_was_ever_recorded(place: Path) -> None:
    assert payloads(place) == []
    assert os.listdir(place) == []
    (place / "audit").mkdir()
    assert payloads(place) == []


def test_what_is_appended_is_there(place: Path) -> None:
    first = audit_log(place).append(PAYLOADS[:3], 1)
    second = audit_log(place).append(PAYLOADS[3:], 1)
    records = list(audit_log(place).records())
    assert [record.payload for record in records] == PAYLOADS
    assert [record.id for record in records] == first + second
    assert [record.offset for record in records] == [0, *(record.end for record in records[:-1])]
    assert records[-1].end == file(place).stat().st_size
    assert sorted(os.listdir(place / "audit")) == ["lock", "records.seg"]


def test_an_id_vouches_for_everything_before_it(place: Path, tmp_path: Path) -> None:
    ids = audit_log(place).append(PAYLOADS, 1)
    other = tmp_path / "other"
    other.mkdir()
    assert audit_log(other).append([b"{}", *PAYLOADS[1:]], 1)[-1] != ids[-1]
    (other / "audit" / "records.seg").unlink()
    assert audit_log(other).append(PAYLOADS, 1) == ids
    with pytest.raises(Damaged, match="does not continue the chain"):
        list(audit_log(place, b"repository no. 2").records())


def test_the_end_is_found_without_reading_everything(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    audit_log(place).append(PAYLOADS[:2], 1)
    monkeypatch.setattr(AuditLog, "_careful_end", lambda *_: pytest.fail("read from the beginning"))
    audit_log(place).append(PAYLOADS[2:], 1)
    assert payloads(place) == PAYLOADS


def test_a_record_of_several_frames(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = b'"' + b"y" * (3 << 20) + b'"'
    audit_log(place).append([large], 1)
    monkeypatch.setattr(AuditLog, "_careful_end", lambda *_: pytest.fail("read from the beginning"))
    audit_log(place).append([large, b"{}"], 1)
    audit_log(place).append([b"[]"], 1)
    assert payloads(place) == [large, large, b"{}", b"[]"]


def test_a_tail_that_a_crash_left_is_put_aside(place: Path) -> None:
    ids = audit_log(place).append(PAYLOADS[:3], 1)
    whole = file(place).read_bytes()
    begin = [record.offset for record in audit_log(place).records()][-1]
    for size in range(begin + 1, len(whole)):
        file(place).write_bytes(whole[:size])
        assert payloads(place) == PAYLOADS[:2]
        assert audit_log(place).append(PAYLOADS[2:3], 1) == ids[2:]
        assert file(place).read_bytes() == whole
        assert (place / "lost" / f"audit-{begin:012d}").read_bytes() == whole[begin:size]


@pytest.mark.parametrize("tail", [bytes(5), bytes(5000), b"\x00" * 50 + b"{}"])
def test_a_tail_that_never_became_a_record(place: Path, tail: bytes) -> None:
    audit_log(place).append(PAYLOADS[:2], 1)
    whole = file(place).read_bytes()
    file(place).write_bytes(whole + tail)
    assert payloads(place) == PAYLOADS[:2]
    audit_log(place).append(PAYLOADS[2:3], 1)
    assert payloads(place) == PAYLOADS[:3]


def test_a_tail_in_the_midst_of_a_record_of_several_frames(place: Path) -> None:
    large = b'"' + b"y" * (2 << 20) + b'"'
    audit_log(place).append([b"{}", large], 1)
    whole = file(place).read_bytes()
    for size in (len(whole) - 10, len(whole) - (1 << 20), 51 + frame.OVERHEAD + (1 << 20)):
        file(place).write_bytes(whole[:size])
        assert payloads(place) == [b"{}"]
        audit_log(place).append([large], 1)
        assert file(place).read_bytes() == whole


def test_no_flipped_bit_goes_unseen_and_none_is_cut_off(place: Path) -> None:
    audit_log(place).append(PAYLOADS, 1)
    whole, rng = file(place).read_bytes(), random.Random(7)
    last = [record.offset for record in audit_log(place).records()][-1]
    for _ in range(300):
        at = rng.randrange(len(whole))
        bad = whole[:at] + bytes([whole[at] ^ 1 << rng.randrange(8)]) + whole[at + 1 :]
        file(place).write_bytes(bad)
        if at < len(whole) - 4:
            with pytest.raises((Damaged, FromTheFuture)):
                payloads(place)
        else:
            assert payloads(place) == PAYLOADS[:-1]  # as a crash would leave it
        if at >= last:
            continue
        audit_before = file(place).read_bytes()
        try:
            audit_log(place).append([b"{}"], 1)
        except StemeError:
            assert file(place).read_bytes() == audit_before
        else:
            assert file(place).read_bytes().startswith(bad)


def test_damage_to_the_last_record_is_noticed_before_anything_is_added(place: Path) -> None:
    audit_log(place).append(PAYLOADS, 1)
    data = bytearray(file(place).read_bytes())
    data[-10] ^= 1
    file(place).write_bytes(data)
    with pytest.raises(Damaged, match="does not continue the chain"):
        audit_log(place).append([b"{}"], 1)
    assert file(place).read_bytes() == bytes(data)


def test_damage_names_the_place_and_what_to_do(place: Path) -> None:
    audit_log(place).append(PAYLOADS, 1)
    data = bytearray(file(place).read_bytes())
    data[50] ^= 1
    file(place).write_bytes(data)
    with pytest.raises(Damaged, match=r"is not what was recorded \(frame: at byte 0 does .*move the folder audit"):
        payloads(place)


def test_a_record_from_the_future_is_neither_a_tail_nor_damage(place: Path) -> None:
    audit_log(place).append(PAYLOADS[:1], 1)
    newer = frame.HEADER.pack(frame.MAGIC, 2, 99, 0, 4) + bytes(36)
    before = file(place).read_bytes() + newer
    file(place).write_bytes(before)
    for attempt in (lambda: payloads(place), lambda: audit_log(place).append([b"{}"], 1)):
        with pytest.raises(FromTheFuture, match="needs a newer steme"):
            attempt()
    assert file(place).read_bytes() == before


def test_many_at_once(place: Path) -> None:
    def record(number: int) -> None:
        for _ in range(5):
            audit_log(place).append([b'{"n":%d}' % number] * 2, 30)

    threads = [threading.Thread(target=record, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = payloads(place)
    assert sorted(found) == sorted([b'{"n":%d}' % number for number in range(4)] * 10)
    assert all(found[at] == found[at + 1] for at in range(0, 40, 2))


def test_somebody_else_holds_the_lock(place: Path) -> None:
    audit_log(place).append([b"{}"], 1)
    directory = Directory.open("audit", Directory.open(str(place)))
    lock = WriterLock(directory)
    lock.acquire(0)
    with pytest.raises(Busy, match="locked by another writer"):
        audit_log(place).append([b"[]"], 0)
    assert payloads(place) == [b"{}"]
    lock.release()


def test_a_disk_that_is_full_takes_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    audit_log(place).append(PAYLOADS[:1], 1)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdatasync", full)
    with pytest.raises(StorageFailed, match="No space left on device; nothing was recorded"):
        audit_log(place).append(PAYLOADS[1:], 1)
    monkeypatch.undo()
    assert payloads(place) == PAYLOADS[:1]
    assert file(place).stat().st_size == [record.end for record in audit_log(place).records()][-1]


def test_links_are_not_followed(place: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (place / "audit").symlink_to(tmp_path / "elsewhere")
    for attempt in (lambda: payloads(place), lambda: audit_log(place).append([b"{}"], 1)):
        with pytest.raises(Refused, match="symbolic link"):
            attempt()
    (place / "audit").unlink()
    (place / "audit").mkdir()
    (tmp_path / "target").write_bytes(b"")
    file(place).symlink_to(tmp_path / "target")
    for attempt in (lambda: payloads(place), lambda: audit_log(place).append([b"{}"], 1)):
        with pytest.raises(Refused, match="symbolic link"):
            attempt()
    assert (tmp_path / "target").read_bytes() == b""


def test_the_audit_log_of_another_repository_is_not_continued(place: Path, tmp_path: Path) -> None:
    audit_log(place).append(PAYLOADS, 1)
    other = tmp_path / "other"
    shutil.copytree(place, other)
    with pytest.raises(Damaged):
        list(audit_log(other, b"repository no. 2").records())
    assert [record.payload for record in audit_log(other).records()] == PAYLOADS
    assert frames.start(REPOSITORY) != frames.start(b"repository no. 2")
    assert log.FILE == "records.seg"


def newest(place: Path) -> list[bytes]:
    return [record.payload for record in audit_log(place).newest()]


def test_from_the_end(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert newest(place) == []
    monkeypatch.setattr(frames, "PIECE_BYTES", 20)
    monkeypatch.setattr("repo_format.limits.MAX_FRAME_BODY", 26)
    audit_log(place).append(PAYLOADS, 1)
    assert newest(place) == PAYLOADS[::-1]
    forward = list(audit_log(place).records())
    assert [(one.id, one.offset, one.end) for one in audit_log(place).newest()] == [
        (one.id, one.offset, one.end) for one in forward[::-1]
    ]
    monkeypatch.setattr(log, "Reader", None)
    assert next(audit_log(place).newest()).payload == PAYLOADS[-1], "nothing was read from the beginning"


def test_from_the_end_over_what_a_crash_left(place: Path) -> None:
    audit_log(place).append(PAYLOADS, 1)
    with file(place).open("ab") as written:
        written.write(b"half a frame")
    assert newest(place) == PAYLOADS[::-1]


def test_from_the_end_up_to_damage(place: Path) -> None:
    audit_log(place).append(PAYLOADS, 1)
    third = list(audit_log(place).records())[2]
    data = bytearray(file(place).read_bytes())
    data[third.offset + 60] ^= 1
    file(place).write_bytes(data)
    walk = audit_log(place).newest()
    assert [next(walk).payload for _ in PAYLOADS[4:]] == PAYLOADS[:3:-1]
    with pytest.raises(Damaged, match="is not what was recorded"):
        list(walk)
