"""Where texts and comments stand, in every language that is looked through without a tree."""

from __future__ import annotations

import time

import pytest

from aphoria.syntax.quoted import Quoted

CASES = [
    ("python", "x = '''a\nHERE''' # HERE", 2), ("python", "'it''s' # don't\nHERE", 0), ("python", r"'\'' + HERE", 0),
    ("javascript", "a = `x\nHERE` /* HERE */ // HERE", 3), ("javascript", "a = /['\"`]/;\nHERE", 0),
    ("javascript", "a = b / c; HERE / d", 0), ("go", "a := `\\`; HERE", 0), ("go", "x := '\"'; HERE", 0),
    ("rust", 'r#"a " HERE"#; HERE', 1), ("rust", "fn f<'a>(x: &'a str) { HERE }", 0), ("rust", '"a\nHERE"', 1),
    ("java", '"""\nHERE "x" """; HERE', 1), ("java", "char c = '\"'; HERE", 0), ("yaml", "# HERE", 0),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "count"), CASES)
def test_what_is_quoted(language: str, text: str, count: int) -> None:
    data = text.encode()
    places = [at for at in range(len(data)) if data.startswith(b"HERE", at)]
    assert sum(Quoted(language, data).covers(at) for at in places) == count


@pytest.mark.parametrize("language", ["python", "javascript", "go", "rust", "java"])
@pytest.mark.parametrize("unit", [r"\'''", "/*", '"', "`", 'r#"', "/[a", "/a", "'\\", '"""', "'''\\"])
def test_time_is_linear(language: str, unit: str) -> None:
    start = time.process_time()
    Quoted(language, unit.encode() * (300_000 // len(unit)))
    assert time.process_time() - start < 1
