from __future__ import annotations

import pytest

from repo_format import block, frame, ids
from repo_format.errors import MalformedObject
from repo_format.record import Record, sealed_records, signed_records


def framed(kind: int, body: bytes, flags: int = 0) -> frame.Frame:
    return frame.parse(frame.encode(kind, body, frame.START, flags)[0])


def test_signed_records():
    body = block.encode_signed([(b"{}", b"s" * 64)]) + block.erased_entry(b"i" * 32, b"a" * 32, b"t" * 64)
    first, second = signed_records(framed(frame.SIGNED, body), 7)
    assert (first.id, first.payload, first.signature, first.seq) == (ids.object_id(b"{}"), b"{}", b"s" * 64, 7)
    assert (second.id, second.payload, second.signature, second.seq) == (b"i" * 32, None, b"t" * 64, 8)
    assert (first.author, second.author, first.seal, second.seal) == (b"", b"a" * 32, None, None)


def test_sealed_records(alice):
    records = alice.sealed(*map(alice.assertion, range(5)))
    flags, body = block.encode_block(records[0].seal.id, 2, [records[2].payload, b""])
    found = sealed_records(framed(frame.BLOCK, body, flags), records[0].seal, 11)
    assert [(one.id, one.payload, one.seq) for one in found] == [
        (records[2].id, records[2].payload, 11),
        (records[3].id, None, 12),
    ]
    assert {one.seal for one in found} == {records[0].seal}


def test_records_without_numbers(alice):
    records = alice.sealed(*map(alice.assertion, range(3)))
    flags, body = block.encode_block(records[0].seal.id, 0, [record.payload for record in records])
    assert [one.seq for one in sealed_records(framed(frame.BLOCK, body, flags), records[0].seal)] == [0, 0, 0]
    body = block.encode_signed([(b"{}", b"s" * 64)] * 2)
    assert [one.seq for one in signed_records(framed(frame.SIGNED, body))] == [0, 0]


def test_a_block_belongs_to_its_seal(alice):
    record, other = alice.sealed(alice.assertion(1))[0], alice.sealed(alice.assertion(2))[0]
    for seal_id, first, payloads in (
        (other.seal.id, 0, [record.payload]),
        (record.seal.id, 1, [record.payload]),
        (record.seal.id, 0, [record.payload] * 2),
    ):
        flags, body = block.encode_block(seal_id, first, payloads)
        with pytest.raises(MalformedObject, match="does not belong to the seal"):
            sealed_records(framed(frame.BLOCK, body, flags), record.seal)


def test_a_record_is_plain_data():
    record = Record(b"i" * 32, None)
    assert (record.signature, record.seal, record.seq, record.author) == (b"", None, 0, b"")
