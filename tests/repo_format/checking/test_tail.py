"""The end of the log: debris, torn writes, lost commits, and a writer at work."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from mutation import flips, specimen
from mutation.specimen import ALICE, BOB

from repo_format import frame, objects
from repo_format.checking import check as checking
from repo_format.checking import tail
from repo_format.checking.check import check
from repo_format.ids import object_id
from repo_format.signature import sign_object
from repo_format.storage.store import Store


def log(place: Path) -> Path:
    return place / ".steme" / "log" / "active.seg"


@pytest.mark.parametrize("debris", [b"x", b"stmF\1\2", bytes(9_000)])
def test_debris_behind_the_last_commit_is_a_note(made: Path, debris: bytes) -> None:
    size = log(made).stat().st_size
    with open(log(made), "ab") as file:
        file.write(debris)
    for index in (True, False):
        findings = check(str(made), index=index).findings
        assert [(one.severity, one.what, one.byte) for one in findings] == [("note", "tail", size)]


def test_a_transaction_without_its_commit_is_a_note(made: Path) -> None:
    part = [part for part in specimen.parts(made) if part.kind == frame.COMMIT][-1]
    os.truncate(log(made), part.offset)
    findings = check(str(made), index=False).findings
    assert [(one.severity, one.what) for one in findings] == [("note", "tail")]


def test_what_the_index_has_seen_is_not_debris(made: Path) -> None:
    commits = [part for part in specimen.parts(made) if part.kind == frame.COMMIT]
    held = [one for part in specimen.parts(made) if part.offset > commits[-2].offset for one in part.ids]
    held = [one for part in specimen.parts(made) if part.file == log(made) and part.offset > commits[-2].offset
            and part.kind == frame.BLOCK for one in part.ids]  # fmt: skip
    os.truncate(log(made), commits[-2].end)
    damage = [one for one in check(str(made)).findings if one.severity == "damage"]
    assert [(one.what, one.byte, set(one.ids)) for one in damage] == [("tail", commits[-2].end, set(held))]
    assert "was acknowledged" in damage[0].message


@pytest.mark.parametrize("index", [True, False])
@pytest.mark.parametrize("kind", [frame.BLOCK, frame.COMMIT])
def test_a_flipped_bit_in_the_last_commit_is_damage(made: Path, kind: int, index: bool) -> None:
    part = [part for part in specimen.parts(made) if part.kind == kind][-1]
    flips.flip(part.file, part.end - 1, 0)
    damage = [one for one in check(str(made), index=index).findings if one.severity == "damage"]
    assert [(one.what, one.byte, one.unnamed) for one in damage] == [("frame", part.offset, 0)]


def test_after_a_stop_of_the_machine_a_torn_commit_is_a_note(made: Path) -> None:
    state = made / ".steme" / "index" / "state"
    lines = state.read_text().split("\n")
    lines[1], lines[3] = "of yesterday", "dirty"
    state.write_text("\n".join(lines))
    part = [part for part in specimen.parts(made) if part.kind == frame.BLOCK][-1]
    flips.flip(part.file, part.end - 1, 0)
    report = check(str(made))
    assert not report.is_damaged
    assert [one.what for one in report.findings] == ["frame", "index"]


def _claim(store: Store, number: int) -> None:
    claim = BOB.claim(number)
    data = objects.write(claim)
    with store.begin() as transaction:
        transaction.add(object_id(data), data, claim, sign_object(BOB.secret, object_id(data)))
        transaction.commit(ALICE, number)


def test_a_writer_at_work_is_no_damage(made: Path) -> None:
    """Commits, aborts and rebuilds by another process all the while."""
    stop, go = os.pipe()
    pid = os.fork()
    if not pid:
        store = Store.open(str(made))
        os.set_blocking(stop, False)
        for number in range(10_000, 90_000):
            with store.begin() as transaction:
                transaction.claim(number.to_bytes(32, "big"))
            _claim(store, number)
            if number % 40 == 0:
                store.rebuild()
            try:
                os.read(stop, 1)
                break
            except BlockingIOError:
                pass
        store.close()
        os._exit(0)
    reports = []
    ends = time.monotonic() + 4
    while time.monotonic() < ends:
        reports.append(check(str(made)))
    os.write(go, b"x")
    os.waitpid(pid, 0)
    problems = {one.message for report in reports for one in report.findings if one.severity == "damage"}
    assert problems == set()
    assert reports[-1].objects > reports[0].objects
    assert check(str(made)).findings == []


def test_a_tail_that_grows_is_read_again(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = log(made).read_bytes()
    os.truncate(log(made), len(whole) - 150)

    def finish(*_: object) -> bool:
        log(made).write_bytes(whole)
        return False

    monkeypatch.setattr(checking, "_is_busy", finish)
    report = check(str(made), index=False)
    assert [one.what for one in report.findings] == []
    assert report.objects == 185
    assert tail._LOOKS > 1
