"""Manifests: one form, and nothing else is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from blake3 import blake3
from msgspec.structs import replace

from repo_format.errors import FromTheFuture, InvalidInput, MalformedObject
from steme.backup.manifest import AuditCopy, Manifest, Part, SegmentCopy, decode, encode
from steme.backup.names import OWN, audit_name, part_name, segment_name

PAGE = Path(__file__).parents[3] / "docs/format/backup.md"
PART = Part(113, "ab" * 32)
SEGMENT = SegmentCopy("cd" * 32, False, 0, 0, 1, 0, (PART,))
EMPTY = Manifest(1, "ef" * 16, (SEGMENT,), 1_767_225_600_000_000, 1)


def test_what_is_written_is_read_back() -> None:
    full = replace(EMPTY, config='[a]\nb = "é\\u0001"\n', audit=AuditCopy(2, (PART, PART)))
    assert decode(encode(full)) == full
    assert decode(encode(EMPTY)) == EMPTY
    assert full.size == 113


def test_the_example_of_the_page_is_one() -> None:
    example = next(line.strip() for line in PAGE.read_text().splitlines() if line.strip().startswith('{"digest":"'))
    manifest = decode(example.encode())
    assert manifest.last.commits == 1
    assert encode(manifest).decode() == example


def spoilt(**fields: object) -> bytes:
    """A manifest that is written well and says something impossible."""
    document = json.loads(encode(EMPTY))["manifest"]
    for path, value in fields.items():
        *above, last = path.split("__")
        place = document
        for step in above:
            place = place[int(step) if step.isdigit() else step]
        place[last] = value
    inner = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f'{{"digest":"{blake3(inner.encode()).hexdigest()}","manifest":{inner}}}'.encode()


@pytest.mark.parametrize(
    "fields",
    [
        {"repository": "AB" * 16},
        {"repository": "ab"},
        {"segments": []},
        {"segments__0__number": 2},
        {"segments__0__commits": 1},
        {"segments__0__objects": 3},
        {"segments__0__chain": "zz" * 32},
        {"segments__0__last": 113},
        {"segments__0__last": -1},
        {"segments__0__parts": []},
        {"segments__0__parts__0__bytes": 0},
        {"segments__0__parts__0__digest": "../../etc/passwd"},
        {"generation": 0},
        {"generation": "1/.."},
        {"head": "00" * 193},
        {"head": None},
        {"time": 2**60},
        {"version": 0},
        {"more": 1},
        {"config": 5},
        {"audit": {"generation": 0, "parts": []}},
    ],
    ids=str,
)
def test_the_impossible_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        decode(spoilt(**fields))


def test_spoilt_is_not_what_refuses() -> None:
    assert decode(spoilt()) == EMPTY


def test_a_newer_manifest_needs_a_newer_steme() -> None:
    with pytest.raises(FromTheFuture):
        decode(spoilt(version=2, more=1))


def test_every_changed_byte_is_noticed() -> None:
    data = encode(replace(EMPTY, config="[a]\n"))
    for at in range(len(data)):
        for bit in (1, 32):
            changed = bytearray(data)
            changed[at] ^= bit
            with pytest.raises(InvalidInput):
                decode(bytes(changed))
    for length in range(0, len(data), 7):
        with pytest.raises(MalformedObject):
            decode(data[:length])


def test_names_are_made_of_numbers_and_recognised() -> None:
    made = [segment_name(1, 1), segment_name(12, 345), audit_name(1), audit_name(3)]
    assert made == ["log/00000001.seg", "log.12/00000345.seg", "audit/records.seg", "audit.3/records.seg"]
    assert all(OWN.fullmatch(name) and OWN.fullmatch(part_name(name, 5, 17)) for name in made)
    assert not OWN.fullmatch("log/../../x.seg")
