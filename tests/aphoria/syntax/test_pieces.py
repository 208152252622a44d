"""The pieces of texts that are put together, in every language, and whether they make a built text."""

from __future__ import annotations

import pytest

from aphoria.language import known
from aphoria.source import Source
from aphoria.syntax.building import is_built
from aphoria.syntax.pieces import pieces_of

# language, a call with the text as its argument, its pieces; {} marks what is inserted
TEXTS = [
    ("python", 'f("a" + b)', ["a", "{b}"]),
    ("python", 'f("a %s b %d" % (x, y))', ["a ", "{x}", " b ", "{y}", ""]),
    ("python", 'f("%(a)s" % values)', ["", "{values}", ""]),
    ("python", 'f("a {} {name}".format(x, name=y))', ["a ", "{x}", " ", "{y}", ""]),
    ("python", "f(f'a {x} b')", ["a ", "{x}", " b"]),
    ("python", "f('a' f'{x}')", ["a", "", "{x}", ""]),
    ("python", "f(('a' + ('b' + c)))", ["a", "b", "{c}"]),
    ("python", "f('a'  # why\n  f'{x}')", ["a", "", "{x}", ""]),
    ("python", "f(x)", ["{x}"]),
    ("javascript", "f(`a ${x} b`)", ["a ", "{x}", " b"]),
    ("javascript", 'f("a".concat(x, "b"))', ["a", "{x}", "b"]),
    ("typescript", 'f("a" + x)', ["a", "{x}"]),
    ("go", 'package a\nvar x = f(fmt.Sprintf("a %s", x))', ["a ", "{x}", ""]),
    ("go", 'package a\nvar x = f("a" + x)', ["a", "{x}"]),
    ("rust", 'fn a() { f(&format!("a {} {b}", x)); }', ["a ", "{x}", " ", "{b}", ""]),
    ("rust", 'fn a() { f("a".to_string() + &x); }', ["a", "{x}"]),
    ("java", 'class A { Object a = f(String.format("a %s", x)); }', ["a ", "{x}", ""]),
    ("java", 'class A { Object a = f("a" + x + "b"); }', ["a", "{x}", "b"]),
]


def _first(language: str, code: str) -> tuple[Source, object]:
    source = Source("file", code.encode(), known()[language], "project", ("file",))
    call = next(iter(source.calls("f")))
    return source, call.positional[0]


@pytest.mark.parametrize(("language", "code", "pieces"), TEXTS)
def test_pieces_come_in_order(language: str, code: str, pieces: list[str]) -> None:
    source, node = _first(language, code)
    shown = [f"{{{one.text}}}" if one.inserted else one.text for one in pieces_of(source, node)]  # type: ignore[arg-type]
    assert shown == pieces


@pytest.mark.parametrize(
    ("code", "built"),
    [('f("a" + b)', True), ('f("a" + "b")', False), ("f(a + b)", False), ("f(1 + 2)", False), ('f("%s" % a)', False)],
)
def test_a_text_is_built_of_something_written_and_something_inserted(code: str, *, built: bool) -> None:
    source, node = _first("python", code)
    assert is_built(source, node) is built  # type: ignore[arg-type]


def test_a_deep_sum_does_not_exhaust_the_stack() -> None:
    source, node = _first("python", "f(" + " + ".join(["x"] * 3000) + ")")
    assert pieces_of(source, node)  # type: ignore[arg-type]
