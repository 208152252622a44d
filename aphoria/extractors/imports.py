"""Every imported module, by its full name: what a file depends on.

A module brings its packages with it: ``import a.b.c`` observes ``a``, ``a.b`` and ``a.b.c``, so that a claim can be
about any of them. Relative imports are resolved by the place of the file. Only the first import of a name counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_between
from aphoria.source import Source
from aphoria.syntax.modules import Imported, imported

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"(?m)^[ \t]*(?:import|from|(?:pub(?:\([^)]*\))?[ \t]+)?use|extern crate)\b",
    rb"\b(?:require|import)\s*\(",
    rb"\bfrom\s*[\"']",
)
OBSERVES = (Observes("imports/*", "imported", "that a module, or a name of it, is imported: dotted, as one segment"),)
VERSION = 1

_MAX = 500


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    seen: set[str] = set()
    for one in imported(source):
        for name in _with_packages(one, source.language.name):
            if name not in seen and len(seen) < _MAX:
                seen.add(name)
                yield found_between(source, one.span, f"imports/{name}", "imported", True)


def _with_packages(one: Imported, language: str) -> Iterator[str]:
    parts = one.name.split("/") if "/" in one.name else one.name.split(".")
    first = 1
    if language == "go":
        first = 3 if "." in parts[0] else len(parts)
    elif language == "java" or parts[0].startswith("@"):
        first = 2
    for length in range(min(first, len(parts)), len(parts) + 1):
        yield ".".join(parts[:length])
