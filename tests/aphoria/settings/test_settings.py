"""What the readers of configuration find, and where; and that nothing hostile is expensive."""

from __future__ import annotations

import time

import pytest

from aphoria.language import language_of
from aphoria.setting import MAX_DEPTH, MAX_SETTINGS, Setting
from aphoria.source import Source


def settings(name: str, text: str) -> list[Setting]:
    language = language_of(name)
    assert language is not None
    return Source(name, text.encode(), language, "project", ("module",)).settings


def found(name: str, text: str) -> list[tuple[str, object, int]]:
    return [(".".join(one.key), one.value, one.line) for one in settings(name, text)]


def test_yaml() -> None:
    text = 'a: 1\nb:\n  - x\n  - {c: yes, d: "yes"}\ne: |\n  t\n  u\nf: ~\n'
    assert found("a.yaml", text) == [
        ("a", 1, 1), ("b.0", "x", 3), ("b.1.c", True, 4), ("b.1.d", "yes", 4), ("e", "t\nu\n", 5), ("f", None, 8),
    ]  # fmt: skip
    assert settings("a.yaml", text)[4].end_line == 7


def test_an_alias_of_yaml_brings_what_stands_at_its_anchor() -> None:
    text = "base: &b {k: v, l: [1]}\nx:\n  <<: *b\ny: *b\n"
    assert found("a.yaml", text)[2:] == [("x.k", "v", 3), ("x.l.0", 1, 3), ("y.k", "v", 4), ("y.l.0", 1, 4)]


def test_documents_of_yaml_are_counted_and_a_broken_one_ends_the_file() -> None:
    one, two = settings("a.yaml", "a: 1\n---\na: 2\n---\n[")
    assert (one.document, two.document) == (0, 1)


def test_json_with_comments() -> None:
    assert found("a.json", '{"a": 1, // why\n "b": ["x", {"c": null}],\n "e": "a\\"b",}') == [
        ("a", 1, 1), ("b.0", "x", 2), ("b.1.c", None, 2), ("e", 'a"b', 3),
    ]  # fmt: skip


def test_toml() -> None:
    text = 'a = 1\n[t."x.y"]\nb = [1, {c = "d"}]\ne = """\nf"""\n[[p]]\nn = 1\n[p.q]\nr = true\n[[p]]\nn = 2\n'
    assert [(one.key, one.value, one.line) for one in settings("a.toml", text)] == [
        (("a",), 1, 1), (("t", "x.y", "b", "0"), 1, 3), (("t", "x.y", "b", "1", "c"), "d", 3),
        (("t", "x.y", "e"), "f", 4),
        (("p", "0", "n"), 1, 7), (("p", "0", "q", "r"), True, 9), (("p", "1", "n"), 2, 11),
    ]  # fmt: skip


def test_ini_and_properties() -> None:
    assert found("a.ini", "[s]\na = 1 ; why\nb: text\n  more\n") == [("s.a", 1, 2), ("s.b", "text\nmore", 3)]
    assert found("a.properties", "# why\na.b=true\nc=x\\\n y\n") == [("a.b", True, 2), ("c", "x\ny", 3)]


def test_env() -> None:
    assert found(".env", "A=1\nexport B='x # y' # why\nC=z # why\nno\n") == [
        ("A", 1, 1),
        ("B", "x # y", 2),
        ("C", "z", 3),
    ]


def test_dockerfile() -> None:
    text = 'FROM a AS b\nENV A=1 B="2 3"\nENV C d e\nRUN x \\\n  # why\n  && y\nRUN <<EOF\nUSER no\nEOF\nUSER z\n'
    assert found("Dockerfile", text) == [
        ("from", "a AS b", 1), ("env.A", "1", 2), ("env.B", "2 3", 2), ("env.C", "d e", 3), ("run", "x && y", 4),
        ("run", "<<EOF", 7), ("user", "z", 10),
    ]  # fmt: skip


def test_hcl() -> None:
    text = 'r "k" "n" {\n a = "x"\n l = ["y", var.z, "p-${q}"]\n t = { u = 1 }\n in { e = "" }\n}\n'
    assert found("a.tf", text) == [
        ("r.k.n.a", "x", 2), ("r.k.n.l.0", "y", 3), ("r.k.n.t.u", 1, 4), ("r.k.n.in.e", "", 5),
    ]  # fmt: skip


def test_manifests() -> None:
    text = "a==1\nb >= 2, <3 # why\n-r c\nd[e] ; python_version > '3'\nhttps://f\n"
    assert found("requirements-dev.txt", text) == [("a", "==1", 1), ("b", ">=2,<3", 2), ("d", "", 4)]
    text = "module m\ngo 1.21\nrequire (\n\ta/b v1 // indirect\n)\nreplace a/b => ../b\n"
    assert [(one.key, one.value) for one in settings("go.mod", text)] == [
        (("module",), "m"), (("go",), "1.21"), (("require", "a/b"), "v1"), (("replace", "a/b"), "../b"),
    ]  # fmt: skip
    text = (
        "<project><properties><v>1</v></properties><!-- <dependency><artifactId>no</artifactId></dependency> -->\n"
        "<dependency><groupId>g</groupId><artifactId>a</artifactId><version>${v}</version></dependency></project>"
    )
    assert [(one.key, one.value, one.line) for one in settings("pom.xml", text)] == [
        (("properties", "v"), "1", 1), (("dependency", "g:a"), "1", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("007", "007"), ("1e400", "1e400"), ("9007199254740993", "9007199254740993"), ("1_000", 1000), ("-1.5", -1.5),
        ("1.2.3", "1.2.3"), ("nan", "nan"), ("9" * 5000, "9" * 4000),
    ],
)  # fmt: skip
def test_only_numbers_that_can_be_kept_are_numbers(text: str, value: object) -> None:
    assert settings("a.yaml", f"a: {text}")[0].value == value


_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(12)
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", _BOMB), ("a.yaml", "[" * 200_000), ("a.yaml", "{a: " * 100_000), ("a.yaml", "- " * 50_000),
        ("a.yaml", "&a [*a]"), ("a.json", "[" * 500_000), ("a.json", '{"a":' * 100_000), ("a.toml", "a=" + "[" * 5_000),
        ("a.toml", "a." * 100_000 + "b=1"), ("a.tf", "a {" * 5_000), ("Dockerfile", "RUN <<E\n" * 20_000),
        ("Dockerfile", "a \\\n" * 50_000), ("a.properties", "a=\\\n" * 50_000), ("pom.xml", "<dependency>" * 50_000),
        ("pom.xml", "<!--" * 50_000), ("requirements.txt", "a==" * 100_000), ("a.json", "1"), ("a.yaml", "1"),
        ("a.json", "[1," + "1," * 100_000),
        ("a.json", "[1," * 5_000),
    ],
    ids=range(20),
)  # fmt: skip
def test_hostile_files_are_read_quickly_and_within_bounds(name: str, text: str) -> None:
    start = time.process_time()
    every = settings(name, text)
    assert len(every) <= MAX_SETTINGS + 1
    assert max((len(one.key) for one in every), default=0) <= MAX_DEPTH + 1
    assert time.process_time() - start < 2
