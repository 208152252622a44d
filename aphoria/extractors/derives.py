"""Traits that Rust types derive, and the attributes beside them."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_between
from aphoria.pattern import later
from aphoria.source import Source

LANGUAGES = ("rust",)
HINTS = (rb"#\[(?:derive|must_use|non_exhaustive|repr|deprecated)",)
OBSERVES = (
    Observes("api/*", "derive", "a trait that a type derives"),
    Observes("api/*", "attribute", "must_use, non_exhaustive, repr or deprecated"),
)
ON_DEMAND = True
VERSION = 1

_DERIVE = later(rb"#\[derive\(([^)\n]*)\)")
_ATTRIBUTE = later(rb"#\[(must_use|non_exhaustive|repr|deprecated)\b")


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for one in source.definitions:
        about = f"api/{one.name}"
        for match in _DERIVE.finditer(one.above):
            span = (one.above_at + match.start(), one.above_at + match.end())
            for name in match[1].decode("utf-8", "replace").split(","):
                if name.strip():
                    yield found_between(source, span, about, "derive", name.strip().rpartition("::")[2])
        for match in _ATTRIBUTE.finditer(one.above):
            span = (one.above_at + match.start(), one.above_at + match.end())
            yield found_between(source, span, about, "attribute", match[1].decode())
