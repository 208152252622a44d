from __future__ import annotations

import io
import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from repo_format.pack.source import Source


@given(chunks=st.lists(st.binary(max_size=9), max_size=30), sizes=st.lists(st.integers(0, 20), min_size=1))
def test_any_chunks_any_sizes(chunks, sizes):
    data = b"".join(chunks)
    for origin in (chunks, iter(chunks), map(bytearray, chunks), io.BytesIO(data)):
        source, at = Source(origin, 100), 0
        for size in sizes:
            assert source.take(size) == data[at : at + size]
            at = min(at + size, len(data))
            assert source.offset == 100 + at


def test_one_byte_chunks_cost_no_more_memory_than_they_hold():
    source = Source(b"x" for _ in range(1 << 15))
    tracemalloc.start()
    taken = source.take(1 << 15)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(taken) == 1 << 15
    assert peak < 3 * len(taken)


def test_a_huge_chunk_is_not_copied_for_every_piece():
    chunk = bytes(64 << 20)
    source = Source([chunk])
    tracemalloc.start()
    for _ in range(1000):
        source.take(1024)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000
