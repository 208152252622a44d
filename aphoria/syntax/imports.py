"""What local names stand for, read from the text of import statements; no tree is needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from aphoria.pattern import later

_NAME = r"[A-Za-z_$][\w$]*"


def names_of(language: str, data: bytes) -> Mapping[str, str]:
    """Local names and the dotted names they were imported from, for a language or family of languages."""
    read = _READERS.get(language)
    return dict(read(data.decode("utf-8", "replace"))) if read else {}


def full_name(imports: Mapping[str, str], name: str) -> str:
    """A dotted name with its first part replaced by what was imported under it."""
    first, dot, rest = name.partition(".")
    return imports.get(first, first) + dot + rest


_PY_IMPORT = later(r"^[ \t]*import[ \t]+([^\n#;]+)", re.MULTILINE)
_PY_FROM = later(r"^[ \t]*from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n#;]+)", re.MULTILINE)
_PY_ITEM = later(r"([\w.]+)(?:\s+as\s+(\w+))?")
_COMMENT = later(r"#[^\n]*")


def _python(text: str) -> Iterator[tuple[str, str]]:
    for statement in _PY_IMPORT.finditer(text):
        for item in _PY_ITEM.finditer(statement[1]):
            if item[2]:
                yield item[2], item[1]
    for statement in _PY_FROM.finditer(text):
        for item in _PY_ITEM.finditer(_COMMENT.sub("", statement[2])):
            yield item[2] or item[1], f"{statement[1]}.{item[1]}"


_JS_IMPORT = later(
    rf"\bimport\s+(?:({_NAME})\s*,?\s*)?(?:\*\s+as\s+({_NAME})|\{{([^}}]*)\}})?\s*from\s*['\"]([^'\"\n]+)"
)
_JS_REQUIRE = later(rf"\b(?:const|let|var)\s+(?:({_NAME})|\{{([^}}]*)\}})\s*=\s*require\(\s*['\"]([^'\"\n]+)")
_JS_ITEM = later(rf"({_NAME})(?:\s*(?:as|:)\s*({_NAME}))?")


def _javascript(text: str) -> Iterator[tuple[str, str]]:
    for found in _JS_IMPORT.finditer(text):
        module = _module(found[4])
        yield from ((name, module) for name in (found[1], found[2]) if name)
        yield from _items(found[3], module)
    for found in _JS_REQUIRE.finditer(text):
        module = _module(found[3])
        if found[1]:
            yield found[1], module
        yield from _items(found[2], module)


def _items(listed: str | None, module: str) -> Iterator[tuple[str, str]]:
    for item in _JS_ITEM.finditer(listed or ""):
        yield item[2] or item[1], f"{module}.{item[1]}"


def _module(path: str) -> str:
    return path.removeprefix("node:").replace("/", ".")


_GO_BLOCK = later(r"^import\s*(?:\(([^)]*)\)|([^\n(]+))", re.MULTILINE)
_GO_ITEM = later(r'(?:([\w.]+)\s+)?"([^"\n]+)"')
_GO_VERSION = later(r"v\d+")


def _go(text: str) -> Iterator[tuple[str, str]]:
    for block in _GO_BLOCK.finditer(text):
        for alias, path in _GO_ITEM.findall(block[1] or block[2] or ""):
            parts = path.split("/")
            last = parts[-2] if len(parts) > 1 and _GO_VERSION.fullmatch(parts[-1]) else parts[-1]
            yield alias or last.partition(".")[0], path.replace("/", ".")


_RUST_USE = later(r"^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?use[ \t]+([^;]+);", re.MULTILINE)
_RUST_GROUP = later(r"^(.*?)\{(.*)\}$", re.DOTALL)


def _rust(text: str) -> Iterator[tuple[str, str]]:
    for found in _RUST_USE.finditer(text):
        yield from _used("".join(found[1].replace(" as ", "\0").split()), 0)


def _used(path: str, depth: int) -> Iterator[tuple[str, str]]:
    group = _RUST_GROUP.match(path)
    if group and depth < 8:
        for item in _outer_commas(group[2]):
            yield from _used(group[1] + item, depth + 1)
        return
    name, _, alias = path.partition("\0")
    dotted = name.removesuffix("::self").replace("::", ".")
    local = alias or dotted.rpartition(".")[2]
    if local not in {"", "*", "_"}:
        yield local, dotted


def rust_names(path: str) -> Iterator[str]:
    """The dotted names that what stands behind ``use`` makes known; ``super`` and ``self`` begin none of them."""
    waiting = ["".join(path.replace(" as ", "\0").split())]
    for _ in range(_MOST_NAMES):
        if not waiting:
            return
        at = waiting.pop(0)
        group = _RUST_GROUP.match(at)
        if group:
            waiting = [group[1] + item for item in _outer_commas(group[2])] + waiting
            continue
        name = at.partition("\0")[0].removesuffix("::self").removesuffix("::*").removeprefix("::").replace("::", ".")
        if name and name.partition(".")[0] not in {"self", "super"}:
            yield name


_MOST_NAMES = 500


def _outer_commas(text: str) -> Iterator[str]:
    depth = begin = 0
    for at, letter in enumerate(text):
        depth += (letter == "{") - (letter == "}")
        if letter == "," and depth == 0:
            yield text[begin:at]
            begin = at + 1
    if text[begin:]:
        yield text[begin:]


_JAVA_IMPORT = later(r"^[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]+)[ \t]*;", re.MULTILINE)


def _java(text: str) -> Iterator[tuple[str, str]]:
    for found in _JAVA_IMPORT.finditer(text):
        yield found[1].rpartition(".")[2], found[1]


_READERS: Mapping[str, Callable[[str], Iterator[tuple[str, str]]]] = {
    "python": _python,
    "javascript": _javascript,
    "go": _go,
    "rust": _rust,
    "java": _java,
}
