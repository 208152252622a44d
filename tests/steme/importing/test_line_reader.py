from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steme.importing import line_reader
from steme.importing.line_reader import MAX_LINE, TOO_LONG, batches


def lines_of(data: bytes) -> list[bytes]:
    """All lines, whose numbers must be right."""
    found: list[bytes] = []
    for first, lines in batches(io.BytesIO(data), lambda _: None):
        assert first == len(found) + 1
        found += lines
    return found


@settings(max_examples=200)
@given(
    st.lists(st.binary(max_size=30).map(lambda line: line.replace(b"\n", b"")), max_size=12),
    st.integers(1, 9),
    st.booleans(),
)
def test_lines_are_those_of_the_stream_whatever_the_chunks(lines: list[bytes], chunk: int, ended: bool) -> None:
    data = b"\n".join(lines) + (b"\n" if ended and lines else b"")
    expected = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if not expected[-1]:
        expected.pop()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_reader, "_CHUNK", chunk if not data.startswith(b"\xef") else 3)
        assert lines_of(data) == expected


def test_a_byte_order_mark_is_dropped_at_the_beginning_alone() -> None:
    assert lines_of(b"\xef\xbb\xbfa\n\xef\xbb\xbfb") == [b"a", b"\xef\xbb\xbfb"]
    assert lines_of(b"\xef\xbb\xbf") == []


@pytest.mark.parametrize("chunk", [1, 7, 16, 1000])
def test_a_line_that_is_too_long_is_one_line(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_reader, "_CHUNK", chunk)
    monkeypatch.setattr(line_reader, "MAX_LINE", 10)
    data = b"a\n" + b"x" * 11 + b"\nb\n" + b"y" * 10 + b"\n" + b"z" * 100
    assert lines_of(data) == [b"a", TOO_LONG, b"b", b"y" * 10, TOO_LONG]
    assert lines_of(b"z" * 100 + b"\nb\n") == [TOO_LONG, b"b"]


class Endless:
    """A stream of one line without an end in sight."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int) -> bytes:
        size = min(size, self.left)
        self.left -= size
        return b"x" * size


def test_a_line_of_a_gigabyte_takes_little_memory() -> None:
    import tracemalloc

    heard: list[int] = []
    tracemalloc.start()
    found = [line for _, lines in batches(Endless(1 << 30), heard.append) for line in lines]  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == [TOO_LONG]
    assert sum(heard) == 1 << 30
    assert peak < 8 * MAX_LINE
