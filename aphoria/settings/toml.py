"""TOML: places from its syntax tree, values from ``tomllib``."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from aphoria.pattern import later
from aphoria.setting import MAX_DEPTH, MAX_SETTINGS, MAX_TEXT, Scalar, Setting, scalar

if TYPE_CHECKING:
    from tree_sitter import Node

    from aphoria.source import Source

_KEYS = frozenset({"bare_key", "quoted_key", "dotted_key"})
_PART = later(r"\"[^\"]*\"|'[^']*'|[^.\s\"']+")


def read(source: Source) -> Iterator[Setting]:
    """See ``setting.py``."""
    yield from islice(_document(source), MAX_SETTINGS)


def _document(source: Source) -> Iterator[Setting]:
    tables: Counter[tuple[str, ...]] = Counter()
    for node in source.tree.root_node.named_children:
        if node.type == "pair":
            yield from _pair(source, node, ())
        elif node.type in {"table", "table_array_element"}:
            yield from _table(source, node, tables)


def _table(source: Source, node: Node, tables: Counter[tuple[str, ...]]) -> Iterator[Setting]:
    keys = [child for child in node.named_children if child.type in _KEYS]
    path = _key(source, keys[0]) if keys else ()
    if node.type == "table_array_element":
        path = (*path, str(tables[path]))
        tables[path[:-1]] += 1
    elif path[:-1] and tables[path[:-1]]:  # a table of the last element of an array of tables
        path = (*path[:-1], str(tables[path[:-1]] - 1), path[-1])
    for child in node.named_children:
        if child.type == "pair":
            yield from _pair(source, child, path)


def _pair(source: Source, node: Node, path: tuple[str, ...]) -> Iterator[Setting]:
    parts = [child for child in node.named_children if child.type != "comment"]
    if len(parts) == 2 and parts[0].type in _KEYS:
        yield from _value(source, parts[1], path + _key(source, parts[0]))


def _value(source: Source, node: Node, path: tuple[str, ...]) -> Iterator[Setting]:
    if len(path) > MAX_DEPTH:
        return
    inside = [child for child in node.named_children if child.type != "comment"]
    if node.type == "array":
        for place, child in enumerate(inside):
            yield from _value(source, child, (*path, str(place)))
    elif node.type == "inline_table":
        for child in inside:
            yield from _pair(source, child, path)
    else:
        yield Setting(path, _scalar(source, node), node.start_point[0] + 1, node.end_point[0] + 1)


def _scalar(source: Source, node: Node) -> Scalar:
    raw = source.data[node.start_byte : node.end_byte].decode("utf-8", "replace")
    if node.type != "string":
        return scalar(raw)
    if raw[:1] == '"' and not raw.startswith('"""') and "\\" not in raw:
        return raw[1:-1][:MAX_TEXT]
    try:
        return str(tomllib.loads(f"x = {raw}")["x"])[:MAX_TEXT]
    except tomllib.TOMLDecodeError:
        return raw[:MAX_TEXT]


def _key(source: Source, node: Node) -> tuple[str, ...]:
    raw = source.data[node.start_byte : node.end_byte][:MAX_TEXT].decode("utf-8", "replace")
    return tuple(part.strip("\"'") for part in _PART.findall(raw)[:MAX_DEPTH])
