"""YAML, from the events of its parser: no object is built, and nesting costs no stack.

An alias stands for the settings of its anchor, within the bound of a file; ``<<`` puts them where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import yaml  # type: ignore[import-untyped, unused-ignore]

from aphoria.setting import MAX_DEPTH, MAX_SETTINGS, MAX_TEXT, Scalar, Setting, scalar

if TYPE_CHECKING:
    from aphoria.source import Source

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MERGE = "<<"


def read(source: Source) -> Iterator[Setting]:
    """See ``setting.py``."""
    reading = _Reading()
    try:
        for event in yaml.parse(source.data.decode("utf-8", "replace"), Loader=_LOADER):
            reading.take(event)
            if len(reading.found) > MAX_SETTINGS or len(reading.levels) > MAX_DEPTH:
                break
    except yaml.YAMLError:
        pass  # a template, or broken: what was read before counts
    yield from reading.found


class _Level:
    """A collection that is open. ``key`` is the one whose value comes next, None where a key comes next."""

    def __init__(self, *, mapping: bool, anchor: str | None, begin: int, depth: int) -> None:
        self.mapping = mapping
        self.anchor = anchor
        self.begin = begin
        self.depth = depth
        self.key: str | None = None
        self.count = 0


class _Reading:
    def __init__(self) -> None:
        self.found: list[Setting] = []
        self.levels: list[_Level] = []
        self._anchors: dict[str, list[Setting]] = {}
        self._document = -1

    def take(self, event: Any) -> None:
        """Take the next event."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            mapping = isinstance(event, yaml.MappingStartEvent)
            depth = len(self._path())
            level = _Level(mapping=mapping, anchor=event.anchor, begin=len(self.found), depth=depth)
            self.levels.append(level)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._close(self.levels.pop())
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor, event.start_mark.line + 1)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document += 1
            self._anchors.clear()

    def _path(self) -> tuple[str, ...]:
        parts = (level.key if level.mapping else str(level.count) for level in self.levels)
        return tuple(part for part in parts if part not in {None, _MERGE})

    def _scalar(self, event: Any) -> None:
        top = self.levels[-1] if self.levels else None
        if top is not None and top.mapping and top.key is None:
            top.key = event.value[:MAX_TEXT]
            return
        line, end = event.start_mark.line + 1, event.end_mark.line + (event.end_mark.column > 0)
        setting = Setting(self._path(), _value(event), line, max(line, end), self._document)
        self.found.append(setting)
        if event.anchor:
            self._anchors[event.anchor] = [Setting((), setting.value, line, setting.end_line)]
        self._next()

    def _alias(self, anchor: str, line: int) -> None:
        top = self.levels[-1] if self.levels else None
        if top is not None and top.mapping and top.key is None:
            top.key = anchor
            return
        path, room = self._path(), MAX_SETTINGS - len(self.found)
        for one in self._anchors.get(anchor, [])[: max(room, 0)]:
            if len(path) + len(one.key) <= MAX_DEPTH:
                self.found.append(Setting(path + one.key, one.value, line, line, self._document))
        self._next()

    def _close(self, level: _Level) -> None:
        if level.anchor:
            self._anchors[level.anchor] = [
                Setting(one.key[level.depth :], one.value, one.line, one.end_line) for one in self.found[level.begin :]
            ]
        top = self.levels[-1] if self.levels else None
        if top is not None and top.mapping and top.key is None:
            top.key = "?"  # a collection as a key
        else:
            self._next()

    def _next(self) -> None:
        if self.levels:
            self.levels[-1].key = None
            self.levels[-1].count += 1


def _value(event: Any) -> Scalar:
    text: str = event.value
    if event.tag == "tag:yaml.org,2002:str" or not event.implicit[0]:
        return text[:MAX_TEXT]
    return None if text in {"", "~", "null", "Null", "NULL"} else scalar(text, old=True)
