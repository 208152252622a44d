"""The signature of every public function as it is written, and whether it is async."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_between
from aphoria.source import Source

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = ()
OBSERVES = (
    Observes("api/*", "signature", "parameters and result in one line, such as (path: str) -> bytes"),
    Observes("api/*", "asynchronous", "whether a public function is async"),
)
ON_DEMAND = True
VERSION = 1

_FUNCTIONS = ("def", "fn", "func", "function", "function*", "method")
_LONGEST = 500


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for one in source.definitions:
        if not one.exported or not one.kind.endswith(_FUNCTIONS):
            continue
        about = f"api/{one.name}"
        if one.signature:
            yield found_between(source, one.span, about, "signature", one.signature[:_LONGEST])
        if source.language.name not in {"go", "java"}:
            yield found_between(source, one.span, about, "asynchronous", "async" in one.kind.split())
