"""Errors that are caught and thrown away: an empty handler for every kind of error."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_between
from aphoria.source import Source

LANGUAGES = ("python", "javascript", "go", "java")
HINTS = (
    rb"\bexcept\b[^\n]*:\s*(?:#[^\n]*\s*)?(?:pass|\.\.\.)",
    rb"\bcatch\b[^{\n]*\{\s*\}",
    rb"\bif err != nil \{\s*\}",
)
OBSERVES = (Observes("error/handling", "swallowed", "true where errors of every kind are caught and nothing is done"),)
VERSION = 1

_PATTERNS = {
    "python": re.compile(
        rb"\bexcept[ \t]*(?:\(?[ \t]*(?:Base)?Exception[ \t]*\)?(?:[ \t]+as[ \t]+\w+)?)?[ \t]*:[ \t]*(?:\r?\n[ \t"
        rb"]*)?(?:pass|\.\.\.)(?=[ \t]*\r?\n|[ \t]*\Z)"),
    "javascript": re.compile(rb"\bcatch[ \t]*(?:\([^)\n]{0,80}\))?[ \t]*\{\s*\}"),
    "go": re.compile(rb"\bif err != nil \{\s*\}(?!\s*else)"),
    "java": re.compile(
        rb"\bcatch[ \t]*\([ \t]*(?:final[ \t]+)?(?:Exception|Throwable|RuntimeException"
        rb"|Error)[ \t]+\w+[ \t]*\)[ \t]*\{\s*\}"),
}  # fmt: skip


def extract(source: Source) -> Iterator[Found]:
    """See the module. A comment in the handler says why, and makes it none of these."""
    for match in source.in_code(_PATTERNS[source.language.family or source.language.name]):
        yield found_between(source, match.span(), "error/handling", "swallowed", True)
