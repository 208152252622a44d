"""Where tests stand in the files they test, as in Rust."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aphoria.source import Source

_MARKS = re.compile(rb"#\[(?:cfg\((?:all\()?test\b|(?:\w+::)?test\b)")
_ATTRIBUTES = ("attribute_item", "line_comment", "block_comment")


def inline_tests(source: Source) -> list[tuple[int, int]]:
    """The first and last lines of modules and functions that are only compiled for tests; none but in Rust."""
    if source.language.name != "rust":
        return []
    return [
        lines for mark in _MARKS.finditer(source.data) if (lines := _lines_behind(source, mark.start())) is not None
    ]


def _lines_behind(source: Source, offset: int) -> tuple[int, int] | None:
    """The lines from an attribute to the end of the item it is about."""
    node = source.node_at(offset, offset + 1)
    while node is not None and node.type != "attribute_item":
        node = node.parent
    item = node
    while item is not None and item.type in _ATTRIBUTES:
        item = item.next_named_sibling
    return (source.line_of(offset), item.end_point[0] + 1) if item is not None else None
