from __future__ import annotations

import io
import random
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_format import frame
from repo_format.errors import BadSignature, Damaged, FromTheFuture, MalformedObject, StorageFailed
from repo_format.pack.opening import COMPLETE, DIFFERENCE, Opening
from repo_format.pack.place import Place
from repo_format.pack.reader import PackReader, verified
from repo_format.pack.totals import Totals

COMMIT = frame.COMMIT


def test_round_trip(sample, tell):
    reader = PackReader(io.BytesIO(sample.data))
    assert list(map(tell, reader)) == list(map(tell, sample.records))
    assert reader.opening.encode() == Opening(b"R" * 16).encode()
    assert reader.place.closed
    assert reader.place.offset == len(sample.data)
    assert reader.place.totals == Totals().plus(sample.records)
    assert reader.place.totals.erased == 2
    assert [record.seq for record in PackReader(io.BytesIO(sample.data))] == [0] * len(sample.records)


def test_nothing_in_it(pack):
    reader = PackReader(io.BytesIO(pack([])))
    assert list(reader) == []
    assert reader.place.closed


def test_every_record_verifies(sample, tell):
    found = list(verified(PackReader(io.BytesIO(sample.data))))
    assert [tell(record) for record, _ in found] == list(map(tell, sample.records))
    assert [payload is None for _, payload in found] == [record.payload is None for record in sample.records]
    assert found[0][1].subject == "country/0"


@given(cuts=st.lists(st.integers(0, 2**14), max_size=30))
def test_chunks_of_any_size(sample, tell, cuts):
    edges = [0, *sorted(cut for cut in cuts if cut < len(sample.data)), len(sample.data)]
    chunks = [sample.data[begin:end] for begin, end in pairwise(edges)]
    assert list(map(tell, PackReader(chunks))) == list(map(tell, sample.records))


class Dribble:
    """A readable that gives a few bytes at a time."""

    def __init__(self, data: bytes) -> None:
        self.rest = io.BytesIO(data)
        self.sizes = random.Random(1)

    def read(self, size: int) -> bytes:
        return self.rest.read(min(size, self.sizes.randint(1, 60)))


def test_short_reads_are_continued(sample, tell):
    assert list(map(tell, PackReader(Dribble(sample.data)))) == list(map(tell, sample.records))


def test_a_source_that_fails(sample):
    def chunks():
        yield sample.data[:3000]
        raise OSError(5, "Input/output error")

    reader = PackReader(chunks())
    with pytest.raises(StorageFailed, match="behind byte 3000: Input/output error"):
        list(reader)
    assert 0 < reader.place.offset <= 3000


def edges(data: bytes) -> list[int]:
    """Where frames end."""
    return [one.end for one in frame.unchain(data, frame.START)]


def test_going_on_later(sample, tell):
    for stop in range(len(edges(sample.data))):
        reader = PackReader(io.BytesIO(sample.data))
        before = [records for _, records in zip(range(stop), reader.batches(), strict=False)]
        place = Place.decode(reader.place.encode())
        assert place.encode() == reader.place.encode()
        rest = PackReader(io.BytesIO(sample.data[place.offset :]), place)
        kept = [record for records in before for record in records][: place.totals.objects]
        assert list(map(tell, [*kept, *rest])) == list(map(tell, sample.records))
        assert rest.place.encode() == _whole(sample.data).place.encode()


def _whole(data: bytes) -> PackReader:
    reader = PackReader(io.BytesIO(data))
    for _ in reader:
        pass
    return reader


def test_a_frame_counts_once_the_caller_comes_back_for_more(sample):
    reader = PackReader(io.BytesIO(sample.data))
    batches = reader.batches()
    first = next(batches)
    assert reader.place.totals.objects == 0
    next(batches)
    assert reader.place.totals.objects == len(first)


def test_going_on_with_another_pack(sample, pack):
    reader = PackReader(io.BytesIO(sample.data))
    for _ in zip(range(3), reader.batches(), strict=False):
        pass
    other = pack(sample.records, Opening(b"S" * 16))
    with pytest.raises(MalformedObject, match=f"at byte {reader.place.offset}: the frame is not the one"):
        list(PackReader(io.BytesIO(other[reader.place.offset :]), reader.place))


def test_cut_off_anywhere(sample):
    ends = [0, *edges(sample.data)]
    for size in (*range(0, len(sample.data), 41), len(sample.data) - 1, *ends[1:-1]):
        good = max(end for end in ends if end <= size)
        readers = []
        with pytest.raises(MalformedObject, match=f"ends at byte {size} and is whole only up to byte {good}") as caught:
            read_into(readers, sample.data[:size])
        assert type(caught.value) is MalformedObject
        assert [(reader.cut_off, reader.place.offset) for reader in readers] == [(True, good)] * (size >= ends[1])


def read_into(readers: list[PackReader], data: bytes) -> None:
    readers.append(PackReader(io.BytesIO(data)))
    list(readers[0])


def test_bytes_behind_the_closing(sample):
    reader = PackReader(io.BytesIO(sample.data + b"\0"))
    with pytest.raises(MalformedObject, match=f"goes on behind its closing at byte {len(sample.data)}"):
        list(reader)
    assert not reader.cut_off


def test_frames_left_out_doubled_or_exchanged(sample, join):
    ends = [0, *edges(sample.data)]
    pieces = [sample.data[begin:end] for begin, end in pairwise(ends)]
    for at in range(len(pieces) - 1):
        for wrong in (
            pieces[:at] + pieces[at + 1 :],
            pieces[: at + 1] + pieces[at:],
            [*pieces[:at], pieces[at + 1], pieces[at], *pieces[at + 2 :]],
        ):
            with pytest.raises(MalformedObject, match="at byte"):
                list(PackReader(wrong))


def broken(parts, alice):
    """Streams with a right chain and a wrong grammar, by name."""
    opening, seal, block, *_, closing = parts
    later = next(part for part in parts[3:] if part[0] == frame.BLOCK)
    other = alice.sealed(alice.assertion(5000))[0].seal.encode()
    unsigned = Totals(0).encode()
    return {
        "begins as a segment": [(frame.OPENING, opening[1], 0), closing],
        "an opening of another kind": [(frame.SEAL, opening[1], 0), *parts[1:]],
        "without an opening": parts[1:],
        "a second opening": [opening, *parts],
        "a commit": [opening, (COMMIT, b"\1" * 210, 0), *parts[1:]],
        "a ref": [opening, (frame.REF, b"\1" * 80, 0), *parts[1:]],
        "a seal without objects": [opening, seal, closing],
        "two seals": [opening, seal, seal, *parts[2:]],
        "a block without a seal": [opening, block, closing],
        "a block behind signed objects": [*parts[:5], block, *parts[5:]],
        "a block of another seal": [opening, (frame.SEAL, other, 0), block, closing],
        "a block twice": [opening, seal, block, block, *parts[3:]],
        "blocks going back": [opening, seal, later, block, closing],
        "signed objects that are none": [opening, (frame.SIGNED, b"", 0), closing],
        "a seal that is none": [opening, (frame.SEAL, b"\1", 0), closing],
        "a closing that counts none": [*parts[:-1], (frame.PACK_CLOSING, unsigned, 0)],
        "a closing of 24 bytes": [*parts[:-1], (frame.PACK_CLOSING, closing[1][:-1], 0)],
        "a closing of version 0": [*parts[:-1], (frame.PACK_CLOSING, b"\0" + closing[1][1:], 0)],
        "more than declared": [(frame.PACK_OPENING, Opening(b"R" * 16, objects=5).encode(), 0), *parts[1:]],
        "less than declared": [(frame.PACK_OPENING, Opening(b"R" * 16, objects=500).encode(), 0), *parts[1:]],
        "an opening that is none": [(frame.PACK_OPENING, opening[1][:-1], 0), *parts[1:]],
    }


def test_a_right_chain_does_not_save_a_wrong_grammar(sample, alice, join):
    assert _whole(join(sample.parts)).place.closed
    for name, parts in broken(sample.parts, alice).items():
        with pytest.raises(MalformedObject) as caught:
            _whole(join(parts))
        assert (name, type(caught.value)) == (name, MalformedObject)
        assert name.startswith("a") or caught.value


def test_objects_beyond_the_declared_number_are_not_waited_for(sample, join):
    few = (frame.PACK_OPENING, Opening(b"R" * 16, objects=5).encode(), 0)
    reader = PackReader([join([few, *sample.parts[1:]])])
    with pytest.raises(MalformedObject, match="holds more objects than it declares"):
        list(reader)
    assert reader.place.totals.objects == 0


def test_versions_of_the_future(sample, join):
    opening, *middle, closing = sample.parts
    for parts in (
        [(opening[0], b"\2" + opening[1][1:], 0), *middle, closing],
        [opening, (frame.SEAL, b"\2" + middle[0][1][1:], 0), *middle[1:], closing],
        [opening, *middle, (closing[0], b"\2" + closing[1][1:], 0)],
    ):
        with pytest.raises(FromTheFuture, match="newer steme"):
            _whole(join(parts))
    data = bytearray(sample.data)
    data[edges(sample.data)[0] + 4] = 2
    with pytest.raises(FromTheFuture, match=f"at byte {edges(sample.data)[0]} of the pack"):
        _whole(bytes(data))


def test_a_length_is_checked_before_it_is_believed(sample):
    asked = []

    class Counting(io.BytesIO):
        def read(self, size: int = -1) -> bytes:
            asked.append(size)
            return super().read(size)

    data = bytearray(sample.data)
    at = edges(sample.data)[0] + 8
    data[at : at + 4] = (2**32 - 1).to_bytes(4, "big")
    with pytest.raises(MalformedObject, match="names a body of 4294967295 bytes"):
        list(PackReader(Counting(bytes(data))))
    assert max(asked) <= 64 * 1024


def test_memory_stays_bounded(alice, pack):
    rng = random.Random(2)
    payloads = [alice.assertion(n, note=rng.randbytes(1500).hex()) for n in range(1000)]
    data = pack(record for at in range(4) for record in alice.sealed(*payloads[250 * at : 250 * at + 250]))
    tracemalloc.start()
    count = sum(1 for _ in PackReader(io.BytesIO(data)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 1000
    assert len(data) > 1_500_000
    assert peak < 600_000


def test_heads_are_verified_too(alice, pack):
    signed, forged = alice.head(0), alice.head(0)
    forged.signature = bytes(64)
    for head, good in ((signed, True), (forged, False)):
        reader = PackReader(io.BytesIO(pack([], Opening(b"R" * 16, COMPLETE, (head,)))))
        assert reader.opening.heads == (head,)
        if good:
            assert list(verified(reader)) == []
        else:
            with pytest.raises(BadSignature):
                list(verified(reader))


def test_a_complete_pack_has_what_its_head_counts(alice, pack, join):
    records = [alice.signed(alice.assertion(n)) for n in range(3)]
    data = pack(records, Opening(b"R" * 16, DIFFERENCE, (alice.head(5), alice.head(2))))
    assert PackReader(io.BytesIO(data)).opening.objects == 3
    parts = [(one.kind, one.body, one.flags) for one in frame.unchain(data, frame.START)]
    short = Totals().encode()
    with pytest.raises(MalformedObject, match="closes with"):
        _whole(join([parts[0], (frame.PACK_CLOSING, short, 0)]))


def test_what_verification_finds(sample, alice, bob, pack, join):
    (record,), (other,) = alice.sealed(alice.assertion(1)), alice.sealed(alice.assertion(2))
    record.payload = other.payload
    with pytest.raises(Damaged, match="does not have the bytes"):
        list(verified(PackReader(io.BytesIO(pack([record])))))
    alone = bob.erased(bob.signed(bob.assertion(1)))
    alone.author = alice.public
    with pytest.raises(BadSignature):
        list(verified(PackReader(io.BytesIO(pack([alone])))))
