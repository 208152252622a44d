from __future__ import annotations

from repo_format import frame, limits, seal
from repo_format.mending.reframing import frames_of
from repo_format.record import Record, sealed_records, signed_records


def read(records: list[Record]) -> tuple[list[int], list[Record]]:
    """The kinds of the frames, and the records in them."""
    kinds, found, proof = [], [], None
    for kind, flags, body in frames_of(records):
        one = frame.Frame(0, kind, flags, b"", body)
        kinds.append(kind)
        if kind == frame.SEAL:
            proof = seal.Seal.decode(body)
        elif kind == frame.SIGNED:
            found += signed_records(one)
        else:
            assert proof is not None
            found += sealed_records(one, proof)
    return kinds, found


def test_records_come_back_in_their_order(alice, bob):
    sealed = alice.sealed(*(alice.assertion(number) for number in range(8)))
    others = bob.sealed(*(bob.assertion(number) for number in range(3)))
    singles = [bob.signed(bob.assertion(number)) for number in range(20, 23)]
    records = [
        singles[0], bob.erased(singles[1]), *sealed[:3], alice.erased(sealed[3]), *sealed[5:7], singles[2], sealed[4],
        *others, sealed[7],
    ]  # fmt: skip
    kinds, found = read(records)
    kept = [(one.id, one.payload, one.signature, one.author, one.seal and one.seal.id) for one in records]
    assert [(one.id, one.payload, one.signature, one.author, one.seal and one.seal.id) for one in found] == kept
    assert kinds == [
        frame.SIGNED, frame.SEAL, frame.BLOCK, frame.BLOCK, frame.SIGNED, frame.BLOCK,
        frame.SEAL, frame.BLOCK, frame.SEAL, frame.BLOCK,
    ]  # fmt: skip


def test_frames_are_no_larger_than_writers_make_them(alice):
    long = [alice.assertion(number, note="n" * 4000) for number in range(9)]
    for records in (alice.sealed(*long), [alice.signed(one) for one in long]):
        kinds, found = read(records)
        assert [one.id for one in found] == [one.id for one in records]
        assert len(kinds) >= 9 * 4000 // limits.BLOCK_BYTES
