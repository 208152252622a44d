from __future__ import annotations

import io

import pytest

from repo_format.errors import FromTheFuture, InvalidInput, MalformedObject
from repo_format.pack.opening import Opening
from repo_format.pack.place import Place
from repo_format.pack.reader import PackReader
from repo_format.pack.totals import Totals


def test_round_trip(alice):
    seal = alice.sealed(alice.assertion(1), alice.assertion(2))[0].seal
    place = Place(Opening(b"R" * 16), 2**40, b"c" * 32, Totals(5, 1, 900), seal, 1)
    again = Place.decode(place.encode())
    assert (again.offset, again.chain, again.position, again.closed) == (2**40, b"c" * 32, 1, False)
    assert (again.totals, again.seal) == (Totals(5, 1, 900), seal)
    assert again.opening.encode() == place.opening.encode()


def test_malformed(sample):
    reader = PackReader(io.BytesIO(sample.data))
    next(iter(reader))
    good = reader.place.encode()
    assert reader.place.seal is not None
    for bad in (b"", good[:40], good[:-1], good + b"\0", b"\0" + good[1:], good[:1] + b"\2" + good[2:]):
        with pytest.raises(MalformedObject):
            Place.decode(bad)


def test_a_mutated_place_never_ends_in_a_traceback(sample):
    reader = PackReader(io.BytesIO(sample.data))
    next(iter(reader))
    good = reader.place.encode()
    for at in range(300):
        bad = good[:at] + bytes([good[at] ^ 0x40]) + good[at + 1 :]
        try:
            place = Place.decode(bad)
            list(PackReader(io.BytesIO(sample.data[place.offset :]), place))
        except (InvalidInput, FromTheFuture):
            continue


def test_totals():
    totals = Totals(3, 1, 2**40)
    assert totals.encode() == b"\1" + (3).to_bytes(8, "big") + (1).to_bytes(8, "big") + (2**40).to_bytes(8, "big")
    assert Totals.decode(totals.encode()) == totals
    assert hash(Totals.decode(totals.encode())) == hash(totals)
    assert totals != Totals(3, 1, 2**40 + 1)
    for bad in (b"", totals.encode()[:-1], totals.encode() + b"\0", b"\0" + totals.encode()[1:]):
        with pytest.raises(MalformedObject):
            Totals.decode(bad)
    with pytest.raises(FromTheFuture):
        Totals.decode(b"\2" + totals.encode()[1:])
