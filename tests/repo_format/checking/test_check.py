"""A whole repository: its files, its segments, the end of its log, its index, a writer at work."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from mutation import flips, specimen

from repo_format import frame
from repo_format.checking.check import check
from repo_format.checking.finding import Finding
from repo_format.errors import FromTheFuture, NotARepository
from repo_format.storage.store import Store


def told(findings: list[Finding]) -> list[tuple[str, str, str, int]]:
    return [(one.severity, one.what, one.file, len(one.ids)) for one in findings]


def log(place: Path, name: str = "active.seg") -> Path:
    return place / ".steme" / "log" / name


def test_a_sound_repository_has_no_findings(made_once: Path) -> None:
    done: list[int] = []
    report = check(str(made_once), advance=done.append)
    assert report.findings == []
    assert not report.is_damaged
    with_store = Store.open(str(made_once))
    with with_store.snapshot() as view:
        assert (report.objects, report.commits, report.root) == (
            view.count,
            view.watermark.commit,
            view.trie.root(view.count).hex(),
        )
    with_store.close()
    assert report.bytes <= sum(done) <= 2 * report.bytes


def test_a_quick_look_sees_frames_and_numbers_only(made: Path) -> None:
    assert check(str(made), quick=True).findings == []
    part = next(part for part in specimen.parts(made) if part.kind == frame.BLOCK)
    flips.flip(part.file, part.end - 1, 0)
    report = check(str(made), quick=True)
    assert [(one.what, one.byte) for one in report.findings] == [("frame", part.offset)]
    assert report.root == ""


def test_it_changes_nothing(made: Path) -> None:
    flips.flip(log(made), 300, 1)
    before = {path: path.lstat() for path in sorted(made.rglob("*")) if path.name != "lock.mdb"}
    check(str(made))
    after = {path: path.lstat() for path in sorted(made.rglob("*")) if path.name != "lock.mdb"}
    assert before.keys() == after.keys()
    assert all(before[path].st_mtime_ns == after[path].st_mtime_ns for path in before)
    assert all(before[path].st_ino == after[path].st_ino for path in before)


def test_without_a_repository_there_is_nothing_to_check(tmp_path: Path) -> None:
    with pytest.raises(NotARepository):
        check(str(tmp_path))


def test_a_newer_format_is_not_judged(made: Path) -> None:
    file = made / ".steme" / "format"
    file.write_text(file.read_text().replace("format 1", "format 2"))
    with pytest.raises(FromTheFuture):
        check(str(made))


@pytest.mark.parametrize("content", [b"", b"steme repository\nformat 1\nid zz\n", b"\xff" * 100])
def test_a_lost_format_file_is_one_finding(made: Path, content: bytes) -> None:
    (made / ".steme" / "format").write_bytes(content)
    report = check(str(made))
    assert told(report.findings) == [("damage", "format", "format", 0)]
    assert report.objects == 185


def test_what_does_not_belong_is_noted(made: Path) -> None:
    inside = made / ".steme"
    (inside / "index.77.building").mkdir()
    (inside / "log" / "active.seg.77.tmp").write_bytes(b"x")
    (inside / "notes.txt").write_bytes(b"x")
    (inside / "lost" / "tail-00000001-000000000777").write_bytes(b"12345")
    report = check(str(made))
    assert not report.is_damaged
    assert {(one.what, one.file) for one in report.findings} == {
        ("stray", "index.77.building"),
        ("stray", "log/active.seg.77.tmp"),
        ("stray", "notes.txt"),
        ("lost", "lost"),
    }


def test_a_missing_segment_names_all_that_was_in_it(made: Path) -> None:
    gone = [one for part in specimen.parts(made) if part.file.name == "00000002.seg" for one in part.ids]
    log(made, "00000002.seg").unlink()
    report = check(str(made))
    damage = [one for one in report.findings if one.severity == "damage"]
    assert [(one.what, one.file, set(one.ids)) for one in damage] == [("segment", "log/00000003.seg", set(gone))]


def test_missing_the_first_segment_or_all(made: Path) -> None:
    log(made, "00000001.seg").unlink()
    assert [one.what for one in check(str(made)).findings if one.severity == "damage"] == ["segment"]
    shutil.rmtree(log(made).parent)
    assert check(str(made)).is_damaged


def test_an_old_copy_of_a_segment_is_told_apart(made: Path) -> None:
    shutil.copy(log(made, "00000002.seg"), log(made, "00000009.seg"))
    findings = check(str(made), index=False).findings
    assert ("damage", "segment", "log/00000009.seg", 0) in told(findings)


@pytest.mark.parametrize("cut", [1, 70, 300])
def test_a_sealed_segment_that_breaks_off(made: Path, cut: int) -> None:
    file = log(made, "00000002.seg")
    os.truncate(file, file.stat().st_size - cut)
    damage = [one for one in check(str(made)).findings if one.severity == "damage"]
    assert {one.file for one in damage} <= {"log/00000002.seg", "log/00000003.seg"}
    assert damage[0].file == "log/00000002.seg"
    assert not any(one.unnamed for one in damage)


def test_a_closing_that_is_missing(made: Path) -> None:
    file = log(made, "00000002.seg")
    closing = specimen.parts(made)
    os.truncate(file, next(part.offset for part in closing if part.file == file and part.kind == frame.CLOSING))
    damage = [one for one in check(str(made), index=False).findings if one.severity == "damage"]
    assert "does not end with its closing" in damage[0].message


def test_a_crash_between_sealing_and_the_next_segment_is_a_note(made: Path) -> None:
    log(made).unlink()
    report = check(str(made), index=False)
    assert told(report.findings) == [("note", "segment", "log/00000003.seg", 0)]
