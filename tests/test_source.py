"""Rules of CONTRIBUTING.md about the source that no linter knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[1]
PACKAGES = ("repo_format", "steme", "aphoria", "steme_cli", "steme_admin", "scripts", "benchmarks", "examples")
SOURCES = sorted(path for package in PACKAGES for path in (TOP / package).rglob("*.py"))
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
GENERATED = {TOP / "steme_cli/quick_table.py"}

each_source = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(TOP).as_posix())


@each_source
def test_a_file_is_one_room(source: Path) -> None:
    if source not in GENERATED:
        assert len(source.read_text().splitlines()) <= 300
    assert source.stem not in VAGUE


@each_source
def test_functions_are_short(source: Path) -> None:
    tree = ast.parse(source.read_text())
    assert [f"{function.name}: {lines}" for function in functions(tree) if (lines := length(function)) > 40] == []


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines of the body, without the docstring: parameters of a command may be many."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0
