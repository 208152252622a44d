"""Where the value of a name comes from, one statement back."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from aphoria.syntax.assignment import assignment_of
from aphoria.syntax.outside import BEFORE, function_of

if TYPE_CHECKING:
    from tree_sitter import Node

    from aphoria.syntax.code import Code

_NAMES = frozenset({"identifier"})
_WRAPPERS = frozenset({"reference_expression", "expression_list", "parenthesized_expression"})


def origin_of(source: Code, node: Node) -> Node:
    """What a bare name was given in the same function, where that happens once before the node; else the node.

    A text that is built in one line and used in the next is as built as one that is built in the call.
    """
    name_node = node
    while name_node.type in _WRAPPERS and name_node.named_child_count == 1:
        name_node = name_node.named_children[0]
    scope = function_of(node) if name_node.type in _NAMES else None
    if scope is None or node.start_byte - scope.start_byte > BEFORE:
        return node
    name = source.data[name_node.start_byte : name_node.end_byte]
    given = list(_givers(name).finditer(source.data, scope.start_byte, node.start_byte))
    if len(given) != 1 or given[0][1] in {b"+", b"|"}:
        return node
    start = given[0].start()
    at = scope.descendant_for_byte_range(start, start + 1)
    place = assignment_of(source, at, start) if at is not None else None
    return place.value if place is not None and place.name.rpartition(" ")[2] == name.decode() else node


@lru_cache(maxsize=1024)
def _givers(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?<![\w.$])" + re.escape(name) + rb"\s*(?::[^=\n]{0,40})?([+|:]?)=(?![=>])")
