from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_format.errors import MalformedObject, RemoteFailed
from repo_format.limits import MAX_CHUNK
from steme.chunks import ChunkReader, chunked

RUNS = st.lists(st.lists(st.binary(max_size=20), max_size=4), max_size=4)


class Slow:
    """Gives a byte or a few at a time."""

    def __init__(self, data: bytes, step: int) -> None:
        self._stream = io.BytesIO(data)
        self._step = step

    def read(self, size: int) -> bytes:
        return self._stream.read(min(size, self._step))


def everything(reader: ChunkReader) -> list[bytes]:
    runs: list[bytes] = []
    while reader.begin():
        runs.append(b"".join(iter(lambda: reader.read(7), b"")))
    return runs


@given(RUNS, st.sampled_from([1, 3, 1000]))
def test_round_trip(runs: list[list[bytes]], step: int) -> None:
    data = b"".join(b"".join(chunked(run)) for run in runs)
    assert everything(ChunkReader(Slow(data, step))) == [b"".join(run) for run in runs]


def test_known_answer() -> None:
    assert b"".join(chunked([b"abc", b"", b"d"])) == b"\0\0\0\3abc\0\0\0\1d\0\0\0\0"
    sizes = [len(chunk) for chunk in chunked([bytes(MAX_CHUNK + 1)])]
    assert sizes == [MAX_CHUNK + 4, 5, 4]


def test_what_was_not_read_is_skipped() -> None:
    reader = ChunkReader(io.BytesIO(b"".join((*chunked([b"long" * 9]), *chunked([b"next"])))))
    assert reader.begin()
    assert reader.read(2) == b"lo"
    assert reader.begin()
    assert reader.read(9) == b"next"


def test_what_never_ends_is_not_skipped_for_ever() -> None:
    class Endless:
        def read(self, size: int) -> bytes:
            return b"\0\0\1\0" if size == 4 else bytes(size)

    reader = ChunkReader(Endless())
    assert reader.begin()
    with pytest.raises(RemoteFailed, match="goes on and on"):
        reader.skip()


@pytest.mark.parametrize("size", range(1, 11))
def test_cut_off(size: int) -> None:
    with pytest.raises(RemoteFailed, match="cut"):
        everything(ChunkReader(io.BytesIO(b"".join(chunked([b"abc"]))[:size])))


def test_a_chunk_that_is_too_long() -> None:
    with pytest.raises(MalformedObject, match="65537"):
        everything(ChunkReader(io.BytesIO(b"\0\1\0\1" + bytes(70_000))))
