"""Patterns in linear time over bytes of any encoding."""

from __future__ import annotations

import time

import pytest
import re2

from aphoria.linear import compiled


def test_it_finds_what_re_would_find() -> None:
    found = [(match.start(1), match[1]) for match in compiled(rb"\b(get|post)\s*\(").finditer(b"a.get(b.post (")]
    assert found == [(2, b"get"), (8, b"post")]


def test_bytes_are_bytes_whatever_their_encoding() -> None:
    found = [match.start() for match in compiled(b"\\bx").finditer("é".encode("latin-1") + b" x \xff x")]
    assert found == [2, 6]


def test_a_pattern_made_to_backtrack_takes_no_longer() -> None:
    before = time.process_time()
    assert not compiled(b"(a*)*b").search(b"a" * 100_000)
    assert time.process_time() - before < 1


def test_what_it_does_not_know_is_refused() -> None:
    with pytest.raises(re2.error):
        compiled(b"(?<!a)b")
