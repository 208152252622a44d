"""JSON, with the comments and trailing commas that some tools allow: one pass over its tokens."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aphoria.pattern import later
from aphoria.setting import MAX_DEPTH, MAX_SETTINGS, MAX_TEXT, Scalar, Setting, scalar

if TYPE_CHECKING:
    from aphoria.source import Source

_TOKEN = later(rb'"(?:[^"\\\n]++|\\.)*+"|[{}\[\]:,]|[-+.\w]++|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z)', re.DOTALL)


class _Level:
    def __init__(self, *, mapping: bool) -> None:
        self.mapping = mapping
        self.key: str | None = None
        self.count = 0


def read(source: Source) -> Iterator[Setting]:
    """See ``setting.py``."""
    levels: list[_Level] = []
    count = 0
    for token in _TOKEN.finditer(source.data):
        text = token[0]
        if text[:1] in b"{[":
            levels.append(_Level(mapping=text == b"{"))
        elif text in {b"}", b"]"} and levels:
            levels.pop()
            _done(levels)
        elif levels and levels[-1].mapping and levels[-1].key is None and text[:1] == b'"':
            levels[-1].key = str(_unquoted(text))
        elif text[:1] not in b":,/}]":
            line = source.line_of(token.start())
            yield Setting(_path(levels), _value(text), line, line)
            count += 1
            _done(levels)
        if count >= MAX_SETTINGS or len(levels) > MAX_DEPTH:
            return


def _path(levels: list[_Level]) -> tuple[str, ...]:
    return tuple((level.key or "") if level.mapping else str(level.count) for level in levels)


def _done(levels: list[_Level]) -> None:
    if levels:
        levels[-1].key = None
        levels[-1].count += 1


def _value(text: bytes) -> Scalar:
    if text[:1] == b'"':
        return _unquoted(text)
    return None if text == b"null" else scalar(text.decode("utf-8", "replace"))


def _unquoted(text: bytes) -> str:
    raw = text[:MAX_TEXT].decode("utf-8", "replace")
    if "\\" not in raw:
        return raw.strip('"') if len(text) <= MAX_TEXT else raw[1:]
    try:
        return str(json.loads(text, strict=False))[:MAX_TEXT]
    except ValueError:
        return raw[1:].rstrip('"')
