"""What a text is put together from: the parts that are written out, and what is put between them, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from aphoria.pattern import later
from aphoria.syntax.literal import MISSING, literal_of

if TYPE_CHECKING:
    from tree_sitter import Node

    from aphoria.syntax.code import Code

_OPERATORS = frozenset({"binary_operator", "binary_expression"})
_WRAPPERS = frozenset({"parenthesized_expression", "reference_expression", "literal_element", "expression_list"})
_PERCENT = later(r"%(?:\(\w+\))?[-+# 0]*[\d*]*(?:\.[\d*]+)?[a-zA-Z]")
_BRACES = later(r"(?<!\{)\{([^{}\n]*)\}(?!\})")
_FORMATS = ("fmt.Sprintf", "String.format", "util.format", "MessageFormat.format", "std::fmt::format")
_SAME = frozenset({"to_string", "to_owned", "as_str", "as_ref", "into", "clone", "as_bytes", "encode", "toString"})
"""Methods that give the text they are called on."""
_DEEP = 200


class Piece(NamedTuple):
    """A part of a text: written out, or the expression that is inserted there."""

    text: str
    inserted: bool


def pieces_of(source: Code, node: Node, depth: int = 0) -> list[Piece]:
    """The pieces of a text, in order. A node that is no text put together here is one inserted piece."""
    return list(_pieces(source, node, depth)) if depth < _DEEP else [Piece(_raw(source, node), True)]


def _raw(source: Code, node: Node) -> str:
    return source.data[node.start_byte : node.end_byte].decode("utf-8", "replace")


def _pieces(source: Code, node: Node, depth: int) -> Iterator[Piece]:
    kind = node.type
    if kind in source.language.strings:
        yield from _of_string(source, node)
    elif kind in _WRAPPERS and node.named_child_count == 1:
        yield from pieces_of(source, node.named_children[0], depth + 1)
    elif kind in _OPERATORS:
        yield from _of_operator(source, node, depth)
    elif kind in source.language.calls:
        yield from _of_call(source, node, depth)
    elif kind == "macro_invocation" and _raw(source, node).startswith(("format!", "format_args!")):
        yield from _of_macro(source, node)
    else:
        literal = literal_of(source, node)
        yield Piece(_raw(source, node) if literal is MISSING else str(literal), literal is MISSING)


def _of_string(source: Code, node: Node) -> Iterator[Piece]:
    if node.type == "concatenated_string":
        for child in node.named_children:
            if child.type in source.language.strings:  # comments may stand between them
                yield from _of_string(source, child)
        return
    literal = literal_of(source, node)
    if isinstance(literal, str):
        yield Piece(literal, False)
        return
    at = node.start_byte
    for child in node.named_children:
        if child.type in source.language.interpolations:
            yield Piece(source.data[at : child.start_byte].decode("utf-8", "replace").lstrip("rbfRBF\"'`"), False)
            yield Piece(_raw(source, child).lstrip("$").removeprefix("{").removesuffix("}").strip(), True)
            at = child.end_byte
    yield Piece(source.data[at : node.end_byte].decode("utf-8", "replace").rstrip("\"'`"), False)


def _of_operator(source: Code, node: Node, depth: int) -> Iterator[Piece]:
    left, right, operator = (node.child_by_field_name(field) for field in ("left", "right", "operator"))
    if left is None or right is None or operator is None or operator.type not in {"+", "%"}:
        yield Piece(_raw(source, node), True)
        return
    if operator.type == "+":
        yield from pieces_of(source, left, depth + 1)
        yield from pieces_of(source, right, depth + 1)
        return
    template = pieces_of(source, left, depth + 1)
    values = right.named_children if right.type == "tuple" else [right]
    if any(piece.inserted for piece in template) or not _is_text(source, left):
        yield from (*template, Piece(_raw(source, right), True))
    else:
        yield from _filled("".join(piece.text for piece in template), _PERCENT, [_raw(source, one) for one in values])


def _is_text(source: Code, node: Node) -> bool:
    while node.type in {*_WRAPPERS, *_OPERATORS} and node.named_children:
        node = node.named_children[0]
    return node.type in source.language.strings


def _filled(template: str, places: re.Pattern[str], values: list[str]) -> Iterator[Piece]:
    at, whole = 0, ", ".join(values)
    for number, place in enumerate(places.finditer(template)):
        yield Piece(template[at : place.start()], False)
        named = place.groups() and place[1].partition(":")[0].partition("!")[0]
        if named and not named.isdigit():
            named = next((value.partition("=")[2].strip() for value in values if _names(value, named)), named)
        yield Piece(named or (values[number] if number < len(values) else whole), True)
        at = place.end()
    yield Piece(template[at:], False)


def _names(value: str, name: str) -> bool:
    return value.partition("=")[0].strip() == name


def _of_call(source: Code, node: Node, depth: int) -> Iterator[Piece]:
    shape = source.language.calls[node.type]
    arguments = node.child_by_field_name(shape.arguments)
    first, last = node.child_by_field_name(shape.callee[0]), node.child_by_field_name(shape.callee[-1])
    if arguments is None or last is None:
        yield Piece(_raw(source, node), True)
        return
    receiver = (first if first is not None and first.id != last.id else None) or _receiver(last)
    method = _raw(source, last).rpartition(".")[2].strip()
    values = [child for child in arguments.named_children if "comment" not in child.type]
    written = ((_raw(source, first) + ".") if first is not None and first.id != last.id else "") + _raw(source, last)
    if written.endswith(_FORMATS) and values and _is_text(source, values[0]):
        template = "".join(piece.text for piece in pieces_of(source, values[0], depth + 1) if not piece.inserted)
        yield from _filled(template, _PERCENT, [_raw(source, one) for one in values[1:]])
    elif receiver is not None and method in {"format", "formatted"} and _is_text(source, receiver):
        template = "".join(piece.text for piece in pieces_of(source, receiver, depth + 1) if not piece.inserted)
        places = _BRACES if method == "format" else _PERCENT
        yield from _filled(template, places, [_raw(source, one) for one in values])
    elif receiver is not None and method in _SAME and _is_text(source, receiver):
        yield from pieces_of(source, receiver, depth + 1)
    elif receiver is not None and method == "concat":
        for one in (receiver, *values):
            yield from pieces_of(source, one, depth + 1)
    else:
        yield Piece(_raw(source, node), True)


def _receiver(callee: Node) -> Node | None:
    for field in ("object", "operand", "value"):
        found = callee.child_by_field_name(field)
        if found is not None:
            return found
    return None


def _of_macro(source: Code, node: Node) -> Iterator[Piece]:
    tokens = next((child for child in node.children if child.type == "token_tree"), None)
    texts = [child for child in tokens.named_children if child.type in source.language.strings] if tokens else []
    template = literal_of(source, texts[0]) if texts else MISSING
    if tokens is None or not isinstance(template, str):
        yield Piece(_raw(source, node), True)
        return
    rest = source.data[texts[0].end_byte : tokens.end_byte - 1].decode("utf-8", "replace").lstrip(", ")
    yield from _filled(template, _BRACES, [part.strip() for part in rest.split(",")] if rest.strip() else [])
