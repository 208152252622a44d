from __future__ import annotations

import io
import struct
import tracemalloc

import pytest

from repo_format import block, frame, ids
from repo_format.errors import InvalidInput, StorageFailed
from repo_format.pack.opening import Opening
from repo_format.pack.reader import PackReader
from repo_format.pack.totals import Totals
from repo_format.pack.writer import PackWriter
from repo_format.record import Record


def test_known_answer(alice, bob, pack):
    """The bytes of a pack, put together by hand from docs/format/packs.md."""
    alone, (first, second) = bob.signed(bob.assertion(1)), alice.sealed(alice.assertion(2), alice.assertion(3))
    lengths = struct.pack(">II", 0, len(second.payload))
    bodies = [
        (8, 0, b"\1\1" + b"R" * 16 + (3).to_bytes(8, "big")),
        (2, 0, struct.pack(">I", len(alone.payload)) + alone.payload + alone.signature),
        (3, 0, first.seal.encode()),
        (4, 0, first.seal.id + struct.pack(">HHI", 0, 2, 8 + len(second.payload)) + lengths + second.payload),
        (9, 0, b"\1" + struct.pack(">QQQ", 3, 1, len(alone.payload) + len(second.payload))),
    ]
    expected, chain = b"", bytes(32)
    for kind, flags, body in bodies:
        header = b"stmF" + struct.pack(">BBHI", 1, kind, flags, len(body))
        chain = ids.derive("steme 2026-11 chain v1")(chain + header + body)
        expected += header + chain + body
    assert pack([alone, alice.erased(first), second], Opening(b"R" * 16, objects=3)) == expected


def test_objects_of_a_seal_share_blocks(alice, pack):
    records = alice.sealed(*map(alice.assertion, range(300)))
    kinds = [one.kind for one in frame.unchain(pack(records), frame.START)]
    assert kinds == [frame.PACK_OPENING, frame.SEAL, *[frame.BLOCK] * (len(kinds) - 3), frame.PACK_CLOSING]
    assert 3 <= kinds.count(frame.BLOCK) <= 6


def test_blocks_are_compressed_and_small(alice, pack):
    records = alice.sealed(*map(alice.assertion, range(300)))
    data = pack(records)
    blocks = [one for one in frame.unchain(data, frame.START) if one.kind == frame.BLOCK]
    assert {one.flags for one in blocks[:-1]} == {frame.COMPRESSED}
    assert max(sum(map(len, block.decode_block(one.flags, one.body)[2])) for one in blocks) <= 16 * 1024
    assert len(data) < sum(len(record.payload) for record in records) / 2


def test_a_seal_is_repeated_when_its_objects_come_out_of_order(alice, pack):
    first, second = alice.sealed(alice.assertion(1), alice.assertion(2))
    kinds = [one.kind for one in frame.unchain(pack([second, first]), frame.START)]
    assert kinds.count(frame.SEAL) == kinds.count(frame.BLOCK) == 2


def test_a_gap_in_a_seal_begins_another_block(alice, pack, tell):
    records = alice.sealed(*map(alice.assertion, range(6)))
    chosen = [records[0], records[1], records[3], records[5]]
    data = pack(chosen)
    assert [one.kind for one in frame.unchain(data, frame.START)].count(frame.BLOCK) == 3
    assert list(map(tell, PackReader([data]))) == list(map(tell, chosen))


def test_seals_with_equal_ids_and_other_signatures_are_kept_apart(alice, pack):
    (record,), (other,) = alice.sealed(alice.assertion(1)), alice.sealed(alice.assertion(1))
    other.seal.signature = bytes(64)
    kinds = [one.kind for one in frame.unchain(pack([record, other]), frame.START)]
    assert kinds.count(frame.SEAL) == 2


def test_what_cannot_be_carried(alice, bob):
    sealed, alone = alice.sealed(alice.assertion(1))[0], alice.signed(alice.assertion(1))
    stranger = bob.sealed(bob.assertion(1))[0]
    out = io.BytesIO()
    writer = PackWriter(out, Opening(b"R" * 16))
    begun = out.tell()
    for bad in (
        Record(sealed.id, sealed.payload, seal=stranger.seal),
        Record(alone.id, b"", alone.signature),
        Record(alone.id, bytes(256 * 1024 + 1), alone.signature),
        Record(alone.id, alone.payload, alone.signature[:-1]),
        Record(alone.id, None, alone.signature),
    ):
        with pytest.raises(InvalidInput):
            writer.add(bad)
    assert writer.close() == Totals()
    assert out.tell() == begun + frame.OVERHEAD + 25


def test_a_promise_is_kept(alice):
    writer = PackWriter(io.BytesIO(), Opening(b"R" * 16, objects=2))
    writer.add(alice.signed(alice.assertion(1)))
    with pytest.raises(InvalidInput, match="declares 2 objects and got 1"):
        writer.close()


class Reluctant:
    """Takes at most seven bytes at a time, and ``room`` in all."""

    def __init__(self, room: int) -> None:
        self.taken = b""
        self.room = room

    def write(self, data: bytes) -> int:
        taken = data[: min(7, self.room - len(self.taken))]
        self.taken += taken
        return len(taken)


class Full:
    def write(self, data: bytes) -> int:
        raise OSError(28, "No space left on device")


def test_short_writes_are_continued(sample):
    out = Reluctant(1 << 30)
    writer = PackWriter(out, Opening(b"R" * 16))
    for record in sample.records:
        writer.add(record)
    writer.close()
    assert out.taken == sample.data


def test_failing_writes(sample):
    with pytest.raises(StorageFailed, match="No space left"):
        PackWriter(Full(), Opening(b"R" * 16))
    with pytest.raises(StorageFailed, match="nothing more is taken"):
        PackWriter(Reluctant(20), Opening(b"R" * 16))


class Sink:
    def write(self, data: bytes) -> None:
        self.last = len(data)


def test_memory_stays_bounded(alice):
    records = alice.sealed(*(alice.assertion(n, note=f"{n:0>3000}") for n in range(50)))
    writer = PackWriter(Sink(), Opening(b"R" * 16))
    tracemalloc.start()
    for _ in range(80):
        for record in records:
            writer.add(record)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert writer.totals.payload_bytes > 12_000_000
    assert peak < 1_000_000
