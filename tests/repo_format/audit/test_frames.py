from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format import frame, limits
from repo_format.audit import frames
from repo_format.audit.frames import AuditRecord
from repo_format.errors import InvalidInput, MalformedObject

REPOSITORY = b"repository no. 1"


def read(data: bytes, chain: bytes) -> list[frame.Frame]:
    return list(frame.unchain(data, chain))


def test_known_answer() -> None:
    start = frames.start(REPOSITORY)
    assert start == REPOSITORY + bytes(16)
    data, identifier = frames.encode(b'{"a":1}', start)
    header = b"stmF\x01\x0a\x00\x00\x00\x00\x00\x0d"
    body = b"\x00\x00" + b'{"a":1}' + (44 + 13).to_bytes(4, "big")
    assert identifier == frame.link(start, header, body)
    assert data == header + identifier + body


@settings(max_examples=30)
@given(st.lists(st.binary(min_size=1, max_size=100), min_size=1, max_size=5), st.integers(1, 30))
def test_round_trip(payloads: list[bytes], piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "PIECE_BYTES", piece)
        patch.setattr(limits, "MAX_FRAME_BODY", piece + 6)
        chain, found = frames.start(REPOSITORY), []
        for payload in payloads:
            data, identifier = frames.encode(payload, chain)
            parts = read(data, chain)
            assert len(parts) == -(-len(payload) // piece)
            frames.check(parts)
            found.append(AuditRecord(parts).payload)
            assert AuditRecord(parts).id == identifier
            chain = identifier
    assert found == payloads


def test_a_record_larger_than_a_frame() -> None:
    payload = b'"' + b"x" * (2 * limits.MAX_FRAME_BODY) + b'"'
    data, _ = frames.encode(payload, frame.START)
    parts = read(data, frame.START)
    assert [frames.left(part) for part in parts] == [2, 1, 0]
    assert [len(part.body) for part in parts[:2]] == [limits.MAX_FRAME_BODY] * 2
    assert AuditRecord(parts).payload == payload
    assert AuditRecord(parts).end == len(data)


@pytest.mark.parametrize("size", [0, frames.MAX_RECORD + 1])
def test_sizes_that_no_record_has(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "MAX_RECORD", 5)
    with pytest.raises(InvalidInput, match="an audit record has 1 to 5"):
        frames.encode(bytes(min(size, 6)), frame.START)


def frame_of(body: bytes, kind: int = frame.AUDIT) -> frame.Frame:
    return frame.parse(frame.encode(kind, body, frame.START)[0])


def test_frames_that_are_no_part_of_a_record() -> None:
    assert frames.left(frame_of(b"\x00\x07{}\x00\x00\x00\x00")) == 7
    for wrong in (
        frame_of(b"\x00\x00\x00\x00\x00\x32"),
        frame_of(b""),
        frame_of(b"\x00\x00{}\x00\x00\x00\x34", frame.REF),
    ):
        with pytest.raises(MalformedObject, match="at byte 0 is no part of an audit record"):
            frames.left(wrong)


@pytest.mark.parametrize(
    "bodies",
    [
        [b"\x00\x00{}\x00\x00\x00\x35"],  # a size that is not its own
        [b"\x00\x01{}\x00\x00\x00\x34"],  # more was to follow
        [b"\x00\x01{}\x00\x00\x00\x34", b"\x00\x00{}\x00\x00\x00\x68"],  # cut into pieces without need
    ],
)
def test_counts_that_do_not_fit(bodies: list[bytes]) -> None:
    frames.check([frame_of(b"\x00\x00{}\x00\x00\x00\x34")])
    with pytest.raises(MalformedObject, match="does not count right"):
        frames.check([frame_of(body) for body in bodies])
