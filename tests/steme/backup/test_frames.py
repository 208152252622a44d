"""Frames out of a stream, however it is cut into pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_format import frame
from repo_format.errors import FromTheFuture, MalformedObject
from steme.backup.frames import frames


def log(bodies: list[bytes]) -> tuple[bytes, bytes]:
    chain, made = frame.START, b""
    for body in bodies:
        data, chain = frame.encode(frame.SIGNED, body, chain)
        made += data
    return made, chain


@given(st.lists(st.binary(max_size=90), max_size=8), st.integers(1, 200))
def test_pieces_make_no_difference(bodies: list[bytes], size: int) -> None:
    data, _ = log(bodies)
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    found = list(frames(pieces, frame.START))
    assert [one.body for one in found] == bodies
    assert [one.end for one in found][-1:] == ([len(data)] if bodies else [])


@given(st.lists(st.binary(min_size=1, max_size=90), min_size=1, max_size=5), st.data())
def test_a_cut_or_changed_byte_is_noticed(bodies: list[bytes], draw: st.DataObject) -> None:
    data, _ = log(bodies)
    at = draw.draw(st.integers(0, len(data) - 1))
    with pytest.raises((MalformedObject, FromTheFuture)):
        list(frames([data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]], frame.START))
    ends = {0}
    for body in bodies:
        ends.add(max(ends) + frame.OVERHEAD + len(body))
    if at not in ends:
        with pytest.raises(MalformedObject):
            list(frames([data[:at]], frame.START))


def test_frames_of_other_files_have_no_place() -> None:
    data, _ = frame.encode(frame.AUDIT, b"x", frame.START)
    with pytest.raises(MalformedObject):
        list(frames([data], frame.START))
