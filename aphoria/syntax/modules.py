"""Imports as statements: which modules a file names, and where; read from its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aphoria.pattern import later
from aphoria.syntax.imports import rust_names

if TYPE_CHECKING:
    from aphoria.syntax.code import Code


@dataclass(frozen=True, slots=True)
class Imported:
    """``name`` is dotted; with slashes where the language writes paths, which may have dots in their parts."""

    name: str
    span: tuple[int, int]


def imported(source: Code) -> Iterator[Imported]:
    """The modules that a file imports, in its order, repetitions included."""
    read = _READERS.get(source.language.family or source.language.name)
    return read(source) if read else iter(())


_PY = later(
    rb"^[ \t]*(?:import[ \t]+([\w., \t]+)|from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n#;]+))", re.MULTILINE
)
_PY_ITEM = later(r"([\w.]+)(?:\s+as\s+\w+)?")
_COMMENT = later(r"#[^\n]*")


def _python(source: Code) -> Iterator[Imported]:
    for match in source.in_code(_PY):
        if match[1]:
            for item in _PY_ITEM.finditer(match[1].decode("utf-8", "replace")):
                yield Imported(item[1], match.span())
            continue
        module = _absolute(source, match[2].decode("utf-8", "replace"))
        if module:
            yield Imported(module, match.span())
        for item in _PY_ITEM.finditer(_COMMENT.sub("", match[3].decode("utf-8", "replace"))):
            if item[1][0].islower():  # a function, or a module that the package holds
                yield Imported(f"{module}.{item[1]}".lstrip("."), match.span())


def _absolute(source: Code, module: str) -> str:
    """A relative module from the place of the file."""
    name = module.lstrip(".")
    up = len(module) - len(name)
    if not up:
        return name
    package = source.module if source.path.endswith("__init__.py") else source.module[:-1]
    return ".".join((*package[: len(package) - up + 1], *([name] if name else [])))


_JS = later(
    rb"(?<![\w.$])from\s*['\"]([^'\"\n]+)['\"]|(?<![\w.$])import\s*\(?\s*['\"]([^'\"\n]+)['\"]"
    rb"|(?<![\w.$])require\s*\(\s*['\"]([^'\"\n]+)['\"]"
)


def _javascript(source: Code) -> Iterator[Imported]:
    for match in source.in_code(_JS):
        name = (match[1] or match[2] or match[3]).decode("utf-8", "replace").removeprefix("node:")
        if name.startswith("."):
            name = _beside(source, name)
        if name.strip("/"):
            yield Imported(name.strip("/").partition("?")[0], match.span())


def _beside(source: Code, name: str) -> str:
    at = source.path.split("/")[:-1]
    for part in name.split("/"):
        if part == "..":
            at = at[:-1]
        elif part not in {".", ""}:
            at.append(part)
    if at and at[0] == "src":
        del at[0]
    stem = at[-1].rpartition(".") if at else ("", "", "")
    if at and stem[2] in {"js", "mjs", "cjs", "ts", "jsx", "tsx", "json"} and stem[0]:
        at[-1] = stem[0]
    return "/".join(at)


_GO = later(rb"^import[ \t]*(?:\(((?:[^)\"`]++|\"[^\"\n]*\"|`[^`]*`)*)\)|[\w.]*[ \t]*\"([^\"\n]+)\")", re.MULTILINE)
_GO_PATH = later(rb"^[ \t]*[\w.]*[ \t]*\"([^\"\n]+)\"", re.MULTILINE)


def _go(source: Code) -> Iterator[Imported]:
    for match in source.in_code(_GO):
        if match[2]:
            yield Imported(match[2].decode("utf-8", "replace"), match.span())
        for item in _GO_PATH.finditer(match[1] or b""):
            span = (match.start(1) + item.start(1) - 1, match.start(1) + item.end(1) + 1)
            yield Imported(item[1].decode("utf-8", "replace"), span)


_RUST = later(
    rb"^[ \t]*(?:(?:pub(?:\([^)\n]*\))?[ \t]+)?use[ \t\n]+(?:::)?([^;]{1,4000});|extern[ \t]+crate[ \t]+(\w+))",
    re.MULTILINE,
)


def _rust(source: Code) -> Iterator[Imported]:
    for match in source.in_code(_RUST):
        if match[2]:
            yield Imported(match[2].decode(), match.span())
            continue
        for name in rust_names(match[1].decode("utf-8", "replace")):
            yield Imported(name, match.span())


_JAVA = later(rb"^[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]+?)(?:\.\*)?[ \t]*;", re.MULTILINE)


def _java(source: Code) -> Iterator[Imported]:
    for match in source.in_code(_JAVA):
        yield Imported(match[1].decode("utf-8", "replace"), match.span())


_READERS = {"python": _python, "javascript": _javascript, "go": _go, "rust": _rust, "java": _java}
