"""Decorators of Python and annotations of Java on functions, methods and classes, by their full names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_between
from aphoria.pattern import later
from aphoria.source import Source

LANGUAGES = ("python", "java")
HINTS = (rb"(?m)^[ \t]*@\w",)
OBSERVES = (Observes("api/*", "decorator", "the name of a decorator or an annotation, without its arguments"),)
ON_DEMAND = True
VERSION = 1

_NAME = later(rb"^[ \t]*@([\w.]+)", re.MULTILINE)


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for one in source.definitions:
        for match in _NAME.finditer(one.above):
            start = one.above_at + match.start(1) - 1
            if not source.quoted.covers(start):
                name = source.resolve(match[1].decode("utf-8", "replace"))
                yield found_between(source, (start, start + len(match[1]) + 1), f"api/{one.name}", "decorator", name)
