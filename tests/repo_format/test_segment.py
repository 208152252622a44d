from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_format import segment
from repo_format.errors import FromTheFuture, MalformedObject

OPENING = segment.Opening(b"R" * 16, 2, 501, b"c" * 32, -5)
times = st.integers(-(2**53), 2**53)


def test_known_answer_of_an_opening():
    body = b"\1" + b"R" * 16 + b"\0\0\0\2" + bytes(6) + b"\1\xf5" + b"c" * 32 + b"\xff" * 7 + b"\xfb"
    assert OPENING.encode() == body
    assert len(body) == 69


@given(st.binary(min_size=16, max_size=16), st.integers(1, 2**32 - 1), st.integers(1, 2**32), times)
def test_round_trip_of_an_opening(repository, number, first_seq, created):
    again = segment.decode_opening(segment.Opening(repository, number, first_seq, b"c" * 32, created).encode())
    assert (again.repository, again.number, again.first_seq) == (repository, number, first_seq)
    assert (again.chain, again.created) == (b"c" * 32, created)


@pytest.mark.parametrize(
    ("at", "value"), [(17, bytes(4)), (21, bytes(8)), (21, b"\1" + bytes(7)), (61, b"\x7f" + bytes(7))]
)
def test_impossible_openings(at, value):
    body = OPENING.encode()
    with pytest.raises(MalformedObject, match="impossible"):
        segment.decode_opening(body[:at] + value + body[at + len(value) :])


def test_commit(alice):
    commit = segment.Commit(3, 6, alice.head(9))
    body = commit.encode()
    assert body == b"\1" + bytes(7) + b"\3" + bytes(7) + b"\6" + alice.head(9).encode()
    assert len(body) == segment.COMMIT_BYTES == 210
    again = segment.decode_commit(body)
    assert (again.number, again.first_seq, again.head) == (3, 6, alice.head(9))


def test_a_commit_that_only_sets_refs_has_no_objects(alice):
    assert segment.decode_commit(segment.Commit(1, 1, alice.head(0)).encode()).first_seq == 1
    assert segment.decode_commit(segment.Commit(8, 10, alice.head(9)).encode()).first_seq == 10


@pytest.mark.parametrize(("number", "first_seq"), [(0, 6), (3, 0), (3, 11)])
def test_impossible_commits(number, first_seq, alice):
    with pytest.raises(MalformedObject, match="begins at object"):
        segment.decode_commit(segment.Commit(number, first_seq, alice.head(9)).encode())


def test_closing():
    body = segment.encode_closing(7, 1000)
    assert body == b"\1" + bytes(7) + b"\7" + bytes(6) + b"\3\xe8"
    assert segment.decode_closing(body) == (7, 1000)


def test_other_lengths_and_versions(alice):
    for decode, body in (
        (segment.decode_opening, OPENING.encode()),
        (segment.decode_commit, segment.Commit(3, 6, alice.head(9)).encode()),
        (segment.decode_closing, segment.encode_closing(7, 1000)),
    ):
        for bad in (b"", body[:-1], body + b"\0"):
            with pytest.raises(MalformedObject, match="bytes, not"):
                decode(bad)
        with pytest.raises(MalformedObject, match="no such version"):
            decode(b"\0" + body[1:])
        for future in (b"\2" + body[1:], b"\2"):
            with pytest.raises(FromTheFuture):
                decode(future)
