"""From a declaration to what is found in a file: the same steps for every file, in time that its size bounds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from aphoria.declaring import patterns
from aphoria.declaring.declaration import Captured, Declaration
from aphoria.extractor import MASKED, MAX_TEXT, Found, found_between
from aphoria.observation import Value
from aphoria.project import segment
from repo_format.errors import InvalidInput, shown

if TYPE_CHECKING:
    from tree_sitter import Node, Query

    from aphoria.source import Source

MAX_FOUND = 1_000
"""Matches in one file that are looked at; the rest is passed over."""

MAX_PIECES = 200
"""Pieces of one file that a query is asked about."""

PIECE = 2_000
"""Bytes of code around a match that a query is asked about: the largest node there that is no longer."""

_IN_PROGRESS = 64
_SEGMENT = 80

Place = tuple[int, int, Mapping[str, str]]
"""First and last byte (behind the end) of a finding, and the texts of its captures."""


def extractor_of(declaration: Declaration) -> Callable[[Source], Iterator[Found]]:
    """The function that finds what was declared. Raises InvalidInput for a pattern, a query or captures that are not
    right.
    """
    pattern = patterns.compiled(declaration.pattern)
    queries = patterns.queries(declaration)
    known = frozenset.intersection(*map(patterns.names_of, queries.values())) if queries else patterns.names_in(pattern)
    for name in declaration.captures:
        if name not in known:
            told = ", ".join(sorted(known)) or "none"
            raise InvalidInput("value" if isinstance(declaration.value, Captured) else "about",
                               f"needs the capture {shown(name)}, and the captures are {told}")  # fmt: skip

    def extract(source: Source) -> Iterator[Found]:
        places = _in_trees(source, pattern, queries, declaration) if queries else _in_text(source, pattern, declaration)
        for place in places:
            found = _found(source, declaration, place)
            if found is not None:
                yield found

    return extract


def _matches(source: Source, pattern: Any, declaration: Declaration) -> Iterator[Any]:
    for match in islice(pattern.finditer(source.data), MAX_FOUND):
        blank = len(match[0]) - len(match[0].lstrip())
        if _is_code(source, match.start() + blank, texts=declaration.texts):
            yield match


def _is_code(source: Source, offset: int, *, texts: bool) -> bool:
    if source.language.grammar is None:
        before = source.data[source.data.rfind(b"\n", 0, offset) + 1 : offset].lstrip()
        return not any(before.startswith(mark) for mark in source.language.line_comments)
    node = source.node_at(offset, offset + 1)
    return node is not None and "comment" not in node.type and (texts or not source.is_text(node))


def _in_text(source: Source, pattern: Any, declaration: Declaration) -> Iterator[Place]:
    for match in _matches(source, pattern, declaration):
        captured = {name.decode(): _text(data) for name, data in match.groupdict().items() if data is not None}
        yield match.start(), match.end(), captured


def _in_trees(source: Source, pattern: Any, queries: Mapping[str, Query], declaration: Declaration) -> Iterator[Place]:
    from tree_sitter import QueryCursor

    cursor = QueryCursor(queries[source.language.name], match_limit=_IN_PROGRESS)
    seen: set[tuple[int, int]] = set()
    for piece in islice(_pieces(source, pattern, declaration), MAX_PIECES):
        for _, captures in islice(cursor.matches(piece), MAX_FOUND):
            nodes = {name: found[0] for name, found in captures.items() if found}
            if not nodes:
                continue
            here = nodes.get(patterns.HERE) or min(nodes.values(), key=lambda node: (node.start_byte, -node.end_byte))
            if (here.start_byte, here.end_byte) not in seen:
                seen.add((here.start_byte, here.end_byte))
                texts = {name: _text(source.data[one.start_byte : one.end_byte]) for name, one in nodes.items()}
                yield here.start_byte, here.end_byte, texts


def _pieces(source: Source, pattern: Any, declaration: Declaration) -> Iterator[Node]:
    """The largest small nodes around the matches, each once."""
    end = 0
    for match in _matches(source, pattern, declaration):
        node = source.node_at(match.start(), match.end())
        if node is None or match.start() < end or node.end_byte - node.start_byte > PIECE:
            continue
        while node.parent is not None and node.parent.end_byte - node.parent.start_byte <= PIECE:
            node = node.parent
        end = node.end_byte
        yield node


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _found(source: Source, declaration: Declaration, place: Place) -> Found | None:
    start, end, captured = place
    if any(name not in captured for name in declaration.captures):
        return None  # an alternative of the pattern without it
    value = _value(declaration.value, captured)
    if value is None:
        return None
    about = declaration.about_of({name: segment(text)[:_SEGMENT] for name, text in captured.items()})
    unit = declaration.unit if not isinstance(value, str | bool) else ""
    found = found_between(
        source, (start, end), about, declaration.predicate, value, unit=unit, confidence=declaration.confidence
    )
    return replace(found, text=MASKED) if declaration.masked else found


def _value(wanted: Value | Captured, captured: Mapping[str, str]) -> Value | None:
    """The value, None for what is no number where one was wanted, and for an empty text."""
    if not isinstance(wanted, Captured):
        return wanted
    text = captured[wanted.name].strip()
    if not wanted.number:
        return " ".join(text.strip("\"'`").split())[:MAX_TEXT] or None
    try:
        number = float(text.strip("\"'").replace("_", "").replace(",", ""))
    except ValueError:
        return None
    if not math.isfinite(number) or abs(number) > 1 << 53:
        return None
    return int(number) if number.is_integer() and "." not in text else number
