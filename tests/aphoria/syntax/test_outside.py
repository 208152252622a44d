"""Values from requests: named in the expression, one assignment before, or filled in by a framework."""

from __future__ import annotations

import pytest

from aphoria.language import known
from aphoria.source import Source
from aphoria.syntax.outside import DIRECT, INDIRECT, from_outside, is_fixed

# language, code with a call of f, and how surely its argument comes from outside
CODES = [
    ("python", "def v(request):\n    f(request.GET['a'])", DIRECT),
    ("python", "def v(request):\n    a = request.args.get('a')\n    f('x' + a)", INDIRECT),
    ("python", "def v(request):\n    a = request.args.get('a')\n    a = 'fixed'\n    f(a)", 0.0),
    ("python", "def v(request):\n    f(secure_filename(request.files['a']))", 0.0),
    ("python", "def v(request):\n    a = request.args['a']\n    if is_safe_url(a): f(a)", 0.0),
    ("python", "@app.route('/x/<name>')\ndef v(name):\n    f(name)", INDIRECT),
    ("python", "def v(name):\n    f(name)", 0.0),
    ("javascript", "function v(req) { f(req.query.a); }", DIRECT),
    ("javascript", "function v(req) { const { a } = req.body; f(a); }", INDIRECT),
    ("javascript", "function v(a) { f(a); }", 0.0),
    ("go", "package a\nfunc v(r *http.Request) { a := r.FormValue(`a`); f(a) }", INDIRECT),
    ("rust", "async fn v(a: web::Query<Q>) { f(a); }", INDIRECT),
    ("rust", "async fn v(a: &Path) { f(a); }", 0.0),
    ("java", 'class A { void v(@RequestParam("a") String a) { f(a); } }', INDIRECT),
    ("java", "class A { void v(String a) { f(a); } }", 0.0),
]


@pytest.mark.parametrize(("language", "code", "sure"), CODES)
def test_it_is_known_where_a_value_comes_from(language: str, code: str, sure: float) -> None:
    source = Source("file", code.encode(), known()[language], "project", ("file",))
    call = next(iter(source.calls("f")))
    assert from_outside(source, call.positional[0]) == sure


@pytest.mark.parametrize(
    ("code", "fixed"),
    [
        ("def v():\n    a = 'x'\n    f(a)", True),
        ("def v():\n    a = 'x'\n    a = other\n    f(a)", False),
        ("def v(a):\n    f(a)", False),
        ("def v():\n    a = 'x' + b\n    f(a)", False),
    ],
)
def test_a_name_is_fixed_when_all_it_ever_got_is_written_out(code: str, *, fixed: bool) -> None:
    source = Source("file.py", code.encode(), known()["python"], "project", ("file",))
    call = next(iter(source.calls("f")))
    assert is_fixed(source, call.positional[0], "a") is fixed
