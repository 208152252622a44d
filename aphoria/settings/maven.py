"""pom.xml: ``("dependency", "GROUP:ARTIFACT")`` and its version, "" where another file says it.

Properties are filled in. Read by patterns, not by an XML parser: no entity is ever expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aphoria.pattern import later
from aphoria.setting import MAX_SETTINGS, Setting

if TYPE_CHECKING:
    from aphoria.source import Source

_COMMENT = later(rb"<!--(?:[^-]++|-(?!->))*+(?:-->|\Z)")
_PROPERTIES = later(rb"<properties>((?:[^<]++|<(?!/properties>))*+)")
_PROPERTY = later(rb"<([\w.-]{1,100})>([^<]{0,200})</")
_BLOCK = later(rb"<(dependency|parent|plugin)>((?:[^<]++|<(?!/(?:dependency|parent|plugin)>|exclusions>))*+)")
_REFERENCE = later(r"\$\{([\w.-]{1,100})\}")


def read(source: Source) -> Iterator[Setting]:
    """See ``setting.py``."""
    data = _COMMENT.sub(lambda found: re.sub(rb"[^\n]", b" ", found[0]), source.data)
    properties: dict[str, str] = {}
    for block in _PROPERTIES.finditer(data):
        for found in list(_PROPERTY.finditer(block[1]))[:MAX_SETTINGS]:
            name, value = found[1].decode(), found[2].decode("utf-8", "replace").strip()
            properties[name] = value
            line = source.line_of(block.start(1) + found.start())
            yield Setting(("properties", name), value, line, line)
    for block in list(_BLOCK.finditer(data))[:MAX_SETTINGS]:
        yield from _dependency(source, block, properties)


def _dependency(source: Source, block: re.Match[bytes], properties: dict[str, str]) -> Iterator[Setting]:
    parts = {found[1].decode(): found[2].decode("utf-8", "replace").strip() for found in _PROPERTY.finditer(block[2])}
    if "artifactId" not in parts:
        return
    name = f"{parts.get('groupId', '')}:{parts['artifactId']}".lstrip(":")
    version = _REFERENCE.sub(lambda found: properties.get(found[1], found[0]), parts.get("version", ""))
    first, last = source.line_of(block.start()), source.line_of(block.end())
    yield Setting((block[1].decode(), name), version, first, last)
