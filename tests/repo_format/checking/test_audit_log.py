from __future__ import annotations

from pathlib import Path

import pytest

from repo_format import frame
from repo_format.audit.log import AuditLog
from repo_format.checking.audit_log import PLACE, check_audit_log
from repo_format.checking.check import check
from repo_format.checking.finding import Finding
from repo_format.storage.directory import Directory
from tests.sample import Sample, build

REPOSITORY = b"repository no. 1"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / ".steme").mkdir()
    return tmp_path / ".steme"


def record(place: Path, *payloads: bytes) -> Path:
    AuditLog(Directory.open(str(place)), REPOSITORY).append(payloads, 1)
    return place / PLACE


def findings(place: Path, repository: bytes = REPOSITORY) -> list[Finding]:
    return list(check_audit_log(Directory.open(str(place)), repository))


def test_nothing_to_find(place: Path) -> None:
    assert findings(place) == []
    (place / "audit").mkdir()
    assert findings(place) == []
    record(place, b"{}", b'{"a":1}')
    assert findings(place) == []


def test_a_flipped_bit(place: Path) -> None:
    file = record(place, b"{}", b'{"a":1}', b"{}")
    data = bytearray(file.read_bytes())
    data[99] ^= 1
    file.write_bytes(data)
    (found,) = findings(place)
    assert (found.severity, found.what, found.file, found.byte, found.frame) == (
        "damage",
        "audit",
        PLACE,
        52,
        "audit record",
    )
    assert "at byte 52" in found.message
    assert "move the folder audit away" in found.advice


def test_a_tail_is_a_note(place: Path) -> None:
    file = record(place, b"{}", b'{"a":1}')
    file.write_bytes(file.read_bytes()[:-3])
    (found,) = findings(place)
    assert (found.severity, found.byte) == ("note", 52)


def test_a_record_that_is_not_canonical(place: Path) -> None:
    record(place, b"{}", b'{ "a":1}')
    (found,) = findings(place)
    assert (found.severity, found.byte) == ("damage", 52)
    assert "is JSON and not in its canonical form" in found.message


def test_a_newer_version(place: Path) -> None:
    file = record(place, b"{}")
    file.write_bytes(file.read_bytes() + frame.HEADER.pack(frame.MAGIC, 2, 10, 0, 4) + bytes(36))
    (found,) = findings(place)
    assert (found.severity, found.what, found.advice) == ("note", "future", "Update steme.")


def test_that_of_another_repository(place: Path) -> None:
    record(place, b"{}")
    assert [found.severity for found in findings(place, b"repository no. 2")] == ["damage"]
    assert findings(place, b"") == []


def test_a_link_in_its_place(place: Path, tmp_path: Path) -> None:
    file = record(place, b"{}")
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    (found,) = findings(place)
    assert (found.severity, found.file) == ("damage", PLACE)
    assert "symbolic link" in found.message


def test_a_whole_repository(tmp_path: Path) -> None:
    sample: Sample = build(tmp_path)
    with sample.open() as repository:
        AuditLog(repository.store.directory, repository.id).append([b"{}", b"[]"], 1)
    report = check(str(sample.path))
    assert not report.is_damaged
    assert not [found for found in report.findings if "audit" in found.file]
    file = sample.path / ".steme" / PLACE
    file.write_bytes(file.read_bytes().replace(b"{}", b"[]", 1))
    report = check(str(sample.path))
    assert report.is_damaged
    assert [found.file for found in report.findings if found.severity == "damage"] == [PLACE]
