"""What a file offers to others: public functions, classes, types and constants by name.

Python: what ``__all__`` names, else what has no leading underscore; JavaScript: exports; Go: capitals; Rust: ``pub``;
Java: ``public``. Rust's traits and Go's grouped declarations are not looked into.
"""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_between
from aphoria.source import Source

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = ()
OBSERVES = (Observes("api/*", "exported", "that a name is public; methods stand behind their class"),)
ON_DEMAND = True
VERSION = 1


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for one in source.definitions:
        if one.exported:
            yield found_between(source, one.span, f"api/{one.name}", "exported", True)
