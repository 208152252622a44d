"""Literals: numbers, texts and truth values that are written out in the code, products of numbers included."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from aphoria.pattern import later

if TYPE_CHECKING:
    from tree_sitter import Node

    from aphoria.syntax.code import Code


class Missing:
    """The type of ``MISSING``; false."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()
"""Not there, or not a literal."""

Literal = bool | int | float | str | None | Missing

_CONSTANTS: dict[str, Literal] = {"true": True, "false": False, "none": None, "null": None, "nil": None}
_NUMBERS = frozenset(
    {
        "integer", "float", "number", "int_literal", "float_literal", "integer_literal", "decimal_integer_literal",
        "hex_integer_literal", "octal_integer_literal", "binary_integer_literal", "decimal_floating_point_literal",
        "numeric_lit",
    }
)  # fmt: skip
_WRAPPERS = frozenset({"parenthesized_expression", "literal_element", "expression_list", "reference_expression"})
_SUFFIX = later(r"(?<=[\d.a-fA-F])(?:[iu](?:8|16|32|64|128|size)|f32|f64|[lL]|[dD](?![\da-fA-F])|n|j)$")
_OLD_OCTAL = later(r"0[0-7]+")
_OPERATIONS = {"*": lambda a, b: a * b, "+": lambda a, b: a + b, "-": lambda a, b: a - b, "/": lambda a, b: a / b}
_LONG = 400


def literal_of(source: Code, node: Node) -> Literal:
    """The value of a node that is a literal; ``None`` for the language's null, ``MISSING`` for anything else."""
    kind = node.type
    if kind in source.language.strings:
        return text_of(source, node)
    if kind in _NUMBERS:
        return _number(_raw(source, node))
    if kind in _WRAPPERS and node.named_child_count == 1:
        return literal_of(source, node.named_children[0])
    if kind in {"unary_operator", "unary_expression"}:
        return _negative(source, node)
    if kind in {"binary_operator", "binary_expression"}:
        return _computed(source, node)
    if node.named_child_count == 0 or kind == "boolean_literal":
        word = _raw(source, node)
        return _CONSTANTS.get(word.lower(), MISSING) if word.lower() in _CONSTANTS else MISSING
    return MISSING


def _raw(source: Code, node: Node) -> str:
    return source.data[node.start_byte : node.end_byte].decode("utf-8", "replace")


def _number(raw: str) -> Literal:
    text = raw.replace("_", "")
    if not text.lower().startswith("0x"):
        text = _SUFFIX.sub("", text)
    else:
        text = re.sub(r"(?:[iu](?:8|16|32|64|128|size)|[lLn])$", "", text)
    if len(text) > _LONG:
        return MISSING
    try:
        if _OLD_OCTAL.fullmatch(text):
            return int(text, 8)
        return int(text, 0)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return MISSING


def text_of(source: Code, node: Node) -> str | Missing:
    """The text of a string literal, ``MISSING`` when something is put into it."""
    if node.type == "concatenated_string":
        parts = [text_of(source, child) for child in node.named_children if child.type in source.language.strings]
        return "".join(parts) if all(isinstance(part, str) for part in parts) else MISSING  # type: ignore[arg-type]
    if any(child.type in source.language.interpolations for child in node.named_children):
        return MISSING
    raw = _raw(source, node)
    if source.language.name == "python":
        return _python_text(raw)
    return _unquoted(raw)


def _python_text(raw: str) -> str | Missing:
    try:
        value = ast.literal_eval(raw)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return MISSING
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
_ESCAPE = later(r"\\(.)", re.DOTALL)
_RUST_RAW = later(r'b?r(#*)"(.*)"\1', re.DOTALL)


def _unquoted(raw: str) -> str:
    rust = _RUST_RAW.fullmatch(raw)
    if rust:
        return rust[2]
    raw = raw.removeprefix("b").removeprefix("c") if raw[:1] in "bc" else raw
    if raw[:1] == "`":
        return raw.strip("`")
    body = raw[3:-3] if raw.startswith('"""') else raw[1:-1]
    return _ESCAPE.sub(lambda found: _ESCAPES.get(found[1], found[1]), body)


def _negative(source: Code, node: Node) -> Literal:
    value = literal_of(source, node.named_children[-1]) if node.named_children else MISSING
    operator = _raw(source, node)[:1]
    if operator == "!" and isinstance(value, int):
        return not value  # minified JavaScript writes !0 and !1
    if operator == "-" and isinstance(value, int | float) and not isinstance(value, bool):
        return -value
    return MISSING


def _computed(source: Code, node: Node) -> Literal:
    left, right, operator = (node.child_by_field_name(field) for field in ("left", "right", "operator"))
    if left is None or right is None or operator is None:
        return MISSING
    a, b, apply = literal_of(source, left), literal_of(source, right), _OPERATIONS.get(operator.type)
    if apply is None or not _is_number(a) or not _is_number(b):
        return MISSING
    try:
        result: float = apply(a, b)
    except (ZeroDivisionError, OverflowError):
        return MISSING
    return result


def _is_number(value: Literal) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
