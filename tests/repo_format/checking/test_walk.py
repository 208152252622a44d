"""Over damage and on: what the walk makes of a chain of frames with something wrong in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from repo_format import frame
from repo_format.checking.source import Source
from repo_format.checking.walk import Broken, walk
from repo_format.errors import FromTheFuture

BODIES = [(frame.REF, b"r" * 70), (frame.SIGNED, b"s" * 3000), (frame.BLOCK, b"b" * 500), (frame.COMMIT, b"c" * 210)]

Made = Callable[[bytes], Source]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    opened: list[int] = []

    def make(data: bytes) -> Source:
        (tmp_path / "log").write_bytes(data)
        opened.append(os.open(tmp_path / "log", os.O_RDONLY))
        return Source("log", opened[-1], len(data))

    yield make
    for fd in opened:
        os.close(fd)


def chained() -> tuple[list[bytes], bytes]:
    """The frames, and the chain hash behind the last."""
    chain, frames = frame.START, []
    for kind, body in BODIES:
        data, chain = frame.encode(kind, body, chain)
        frames.append(data)
    return frames, chain


def story(source: Source, after: bytes = b"") -> list[tuple[str, int]]:
    """Good frames, sound ones and damaged ones, by kind."""
    told = []
    for one in walk(source, 0, (frame.START,), after):
        if not isinstance(one, Broken):
            told.append(("good", one.kind))
        else:
            told.append(("sound" if one.sound else "damaged", one.sound.kind if one.sound else one.kind))
    return told


def with_flip(frames: list[bytes], number: int, at: int) -> bytes:
    changed = bytearray(frames[number])
    changed[at] ^= 0x10
    return b"".join([*frames[:number], bytes(changed), *frames[number + 1 :]])


GOOD = [("good", kind) for kind, _ in BODIES]


def test_a_whole_chain(made: Made) -> None:
    assert story(made(b"".join(chained()[0]))) == GOOD


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize(
    ("at", "word"),
    [(0, "sound"), (4, "sound"), (5, "sound"), (7, "sound"), (9, "sound"), (11, "sound"), (12, "sound"), (43, "sound"),
     (44, "damaged"), (-1, "damaged")],
)  # fmt: skip
def test_one_bit_costs_one_frame_at_most(made: Made, number: int, at: int, word: str) -> None:
    frames, _ = chained()
    assert story(made(with_flip(frames, number, at))) == [
        *GOOD[:number],
        (word, BODIES[number][0]),
        *GOOD[number + 1 :],
    ]


@pytest.mark.parametrize("at", [0, 4, 8, 11])
def test_the_header_of_the_last_frame_follows_from_its_chain_hash(made: Made, at: int) -> None:
    assert story(made(with_flip(chained()[0], 3, at))) == [*GOOD[:3], ("sound", frame.COMMIT)]


@pytest.mark.parametrize(("at", "word"), [(12, "sound"), (100, "damaged")])
def test_the_next_segment_vouches_for_the_last_frame(made: Made, at: int, word: str) -> None:
    frames, after = chained()
    assert story(made(with_flip(frames, 3, at)), after)[3] == (word, frame.COMMIT)


def test_a_zeroed_stretch_is_one_stretch(made: Made) -> None:
    frames, _ = chained()
    data = bytearray(b"".join(frames))
    start, end = len(frames[0]) + 100, len(frames[0]) + len(frames[1]) + 200
    data[start:end] = bytes(end - start)
    assert story(made(bytes(data))) == [GOOD[0], ("damaged", frame.SIGNED), GOOD[3]]


@pytest.mark.parametrize("cut", [1, 30, 100, 253])
def test_a_frame_that_breaks_off_is_not_whole(made: Made, cut: int) -> None:
    data = b"".join(chained()[0])[:-cut]
    last = list(walk(made(data), 0, (frame.START,)))[-1]
    assert isinstance(last, Broken)
    assert (last.end, last.whole) == (len(data), False)


def test_what_is_put_in_between_is_told_apart(made: Made) -> None:
    frames, _ = chained()
    assert story(made(b"".join([frames[0], b"stmF debris", *frames[1:]]))) == [GOOD[0], ("damaged", 0), *GOOD[1:]]


def test_debris_that_looks_like_frames_ends_the_search(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Crafted headers must not make the checker hash the same megabyte over and over."""
    fake = frame.HEADER.pack(frame.MAGIC, 1, frame.SIGNED, 0, 1 << 20)
    hashed = 0
    real = frame.link

    def counted(chain: bytes, header: bytes, body: bytes) -> bytes:
        nonlocal hashed
        hashed += len(body)
        return real(chain, header, body)

    monkeypatch.setattr(frame, "link", counted)
    monkeypatch.setattr("repo_format.checking.walk._SEARCH_BYTES", 8 << 20)
    told = story(made(b"x" + fake * 120_000))
    assert told == [("damaged", 0)]
    assert hashed < 64 << 20


def test_a_frame_of_a_higher_version_is_no_damage(made: Made) -> None:
    frames, _ = chained()
    first = frame.parse(frames[0])
    header = frame.HEADER.pack(frame.MAGIC, 2, frame.REF, 0, 9)
    future = header + frame.link(first.chain, header, b"who knows") + b"who knows"
    with pytest.raises(FromTheFuture, match="version 2"):
        story(made(frames[0] + future))
    assert story(made(frames[0] + future[:-1] + b"!")) == [GOOD[0], ("damaged", 0)]


def test_nothing_is_known_before_the_first_frame_of_an_orphan(made: Made) -> None:
    frames, _ = chained()
    found = list(walk(made(b"".join(frames[1:])), 0, ()))
    assert [one.kind for one in found] == [kind for kind, _ in BODIES[1:]]
    assert not any(isinstance(one, Broken) for one in found)
