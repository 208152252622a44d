from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_format.errors import FromTheFuture, InvalidInput, MalformedObject
from repo_format.pack.opening import COMPLETE, DIFFERENCE, MAX_BYTES, SELECTION, Opening

REPOSITORY = b"R" * 16


def test_known_answer(alice):
    assert Opening(REPOSITORY).encode() == b"\1\1" + REPOSITORY + b"\xff" * 8
    assert Opening(REPOSITORY, SELECTION, (), 7).encode() == b"\1\1" + REPOSITORY + bytes(7) + b"\7"
    whole, part = alice.head(9), alice.head(4)
    assert (
        Opening(REPOSITORY, COMPLETE, (whole,)).encode() == b"\1\2" + REPOSITORY + bytes(7) + b"\x09" + whole.encode()
    )
    difference = Opening(REPOSITORY, DIFFERENCE, (whole, part)).encode()
    assert difference == b"\1\3" + REPOSITORY + bytes(7) + b"\5" + whole.encode() + part.encode()
    assert len(difference) == MAX_BYTES


@given(objects=st.none() | st.integers(0, 2**32 - 1), taken_from=st.booleans())
def test_round_trip(alice, objects, taken_from):
    heads = (alice.head(3),) if taken_from else ()
    opening = Opening.decode(Opening(REPOSITORY, SELECTION, heads, objects).encode())
    assert (opening.content, opening.objects, opening.heads) == (SELECTION, objects, heads)
    assert opening.repository == REPOSITORY


def test_what_does_not_fit_together(alice):
    whole, part, foreign = alice.head(9), alice.head(4), alice.head(1, repository=b"S" * 16)
    for content, heads, objects in (
        (0, (), None),
        (4, (), None),
        (SELECTION, (whole, part), None),
        (COMPLETE, (), None),
        (COMPLETE, (whole, part), None),
        (COMPLETE, (whole,), 8),
        (COMPLETE, (foreign,), None),
        (DIFFERENCE, (whole,), None),
        (DIFFERENCE, (part, whole), None),
        (DIFFERENCE, (whole, foreign), None),
        (SELECTION, (), -1),
        (SELECTION, (), 2**32),
    ):
        with pytest.raises(InvalidInput, match="pack: "):
            Opening(REPOSITORY, content, heads, objects)
    with pytest.raises(InvalidInput):
        Opening(b"R" * 15)


def test_malformed(alice):
    good = Opening(REPOSITORY, COMPLETE, (alice.head(9),)).encode()
    for bad in (
        b"",
        good[:25],
        good[:-1],
        good + b"\0",
        good + good[26:] * 2,
        b"\0" + good[1:],
        good[:1] + b"\1" + good[2:26],
        good[:18] + b"\xff" * 8 + good[26:],
        good[:18] + bytes(8) + good[26:],
        good[:2] + b"S" * 16 + good[18:],
    ):
        if bad == good[:1] + b"\1" + good[2:26]:
            assert Opening.decode(bad).objects == 9  # a selection may declare what it likes
            continue
        with pytest.raises(MalformedObject) as caught:
            Opening.decode(bad)
        assert type(caught.value) is MalformedObject
    with pytest.raises(FromTheFuture):
        Opening.decode(b"\2" + good[1:])
