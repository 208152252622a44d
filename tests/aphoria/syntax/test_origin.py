"""Where the value of a bare name comes from."""

from __future__ import annotations

import time

import pytest

from aphoria.extractor import shipped
from aphoria.language import known
from aphoria.source import Source
from aphoria.syntax.origin import origin_of

CODES = [
    ("python", "def v(x):\n    a = 'x' + x\n    f(a)", "'x' + x"),
    ("python", "def v(x):\n    a: str = x\n    f(a)", "x"),
    ("python", "def v(x):\n    a = 1\n    a += x\n    f(a)", "a"),
    ("python", "def v(x):\n    if a == 1: pass\n    f(a)", "a"),
    ("python", "a = 1\nf(a)", "a"),
    ("python", "def v(x):\n    f(x.y)", "x.y"),
    ("javascript", "function v(x) { const a = `x${x}`; f(a); }", "`x${x}`"),
    ("go", "package a\nfunc v() { a := b + c; f(a) }", "b + c"),
    ("rust", "fn v() { let a = b + c; f(&a); }", "b + c"),
    ("java", "class A { void v() { String a = b + c; f(a); } }", "b + c"),
]


@pytest.mark.parametrize(("language", "code", "origin"), CODES)
def test_a_name_stands_for_the_one_thing_it_was_given(language: str, code: str, origin: str) -> None:
    source = Source("file", code.encode(), known()[language], "project", ("file",))
    call = next(iter(source.calls("f")))
    assert source.text(origin_of(source, call.positional[0])) == origin


def test_a_function_without_an_end_costs_no_more_for_each_place() -> None:
    lines = "\n".join(f"    sql{i} = 'select a from t where b = ' + x{i}\n    cur.execute(sql{i})" for i in range(3000))
    source = Source("a.py", f"def f(cur):\n{lines}".encode(), known()["python"], "project", ("a",))
    before = time.process_time()
    found = shipped()["sql_injection"].checked(source)
    assert time.process_time() - before < 10, "it took two minutes when all of the function was read for each place"
    assert found
