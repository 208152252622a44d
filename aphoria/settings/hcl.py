"""HCL: blocks with their labels, attributes, lists and objects. What is not written out is no setting."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from aphoria.setting import MAX_DEPTH, MAX_SETTINGS, MAX_TEXT, Scalar, Setting, scalar

if TYPE_CHECKING:
    from tree_sitter import Node

    from aphoria.source import Source

_THROUGH = frozenset({"config_file", "body", "expression", "collection_value", "literal_value", "template_expr"})
_OPAQUE = frozenset({"template_interpolation", "template_directive"})


def read(source: Source) -> Iterator[Setting]:
    """See ``setting.py``."""
    yield from islice(_inside(source, source.tree.root_node, ()), MAX_SETTINGS)


def _inside(source: Source, node: Node, path: tuple[str, ...], depth: int = 0) -> Iterator[Setting]:
    if depth > 4 * MAX_DEPTH:
        return
    for child in node.named_children:
        if child.type in {"body", "config_file"}:
            yield from _inside(source, child, path, depth + 1)
        elif child.type == "block":
            names = [one for one in child.named_children if one.type in {"identifier", "string_lit"}]
            yield from _inside(source, child, path + tuple(_text(source, one) for one in names), depth + 1)
        elif child.type == "attribute" and child.named_child_count >= 2:
            name, value = child.named_children[0], child.named_children[-1]
            yield from _value(source, value, (*path, _text(source, name)), depth + 1)


def _value(source: Source, node: Node, path: tuple[str, ...], depth: int) -> Iterator[Setting]:
    if depth > 4 * MAX_DEPTH:
        return
    while node.type in _THROUGH and len(_children(node)) == 1:
        node = _children(node)[0]
    if node.type == "tuple":
        for place, child in enumerate(one for one in node.named_children if one.type == "expression"):
            yield from _value(source, child, (*path, str(place)), depth + 1)
    elif node.type == "object":
        for element in node.named_children:
            if element.type == "object_elem" and element.named_child_count == 2:
                key, value = element.named_children
                yield from _value(source, value, (*path, _text(source, key)), depth + 1)
    else:
        found = _scalar(source, node)
        if found is not None:
            yield Setting(path, found, node.start_point[0] + 1, node.end_point[0] + 1)


def _children(node: Node) -> list[Node]:
    return [child for child in node.named_children if not child.type.endswith(("_start", "_end"))]


def _scalar(source: Source, node: Node) -> Scalar:
    if node.type in {"numeric_lit", "bool_lit"}:
        return scalar(_raw(source, node))
    if node.type in {"string_lit", "template_literal", "quoted_template"}:
        return None if any(child.type in _OPAQUE for child in node.named_children) else _text(source, node)
    return None


def _raw(source: Source, node: Node) -> str:
    return source.data[node.start_byte : node.end_byte].decode("utf-8", "replace")


def _text(source: Source, node: Node) -> str:
    return _raw(source, node).strip().strip('"')[:MAX_TEXT]
