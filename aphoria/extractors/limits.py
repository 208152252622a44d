"""Bounds by name, with their units: ``max_body_bytes = 1_048_576``, ``MaxHeaderBytes: 1 << 20``.

Timeouts, retries, pools and queues have extractors of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_between
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax.numbers import numbers_of

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (rb"\b(?:[sS]et_?)?[mM]ax_?[A-Za-z]", rb"\bMAX_[A-Z]", rb"(?i)_limit\b", rb"\w(?:Limit)\b", rb"_MAX\b|_LIMIT\b")
OBSERVES = (Observes("limit/*", "value", "the number under a name that says it is a limit"),)
VERSION = 1

_NAMES = (
    r"(?:set_?|Set|with_)?[mM]ax(?:_[a-z]\w{1,50}|[A-Z]\w{1,50}|imum[A-Z_]\w{1,50})|(?:[A-Z]{1,20}_){0,3}MAX_[A-Z]\w{1,50}"
    r"|(?:[A-Z]{1,20}_){1,4}(?:LIMIT|MAX)(?:_[A-Z]{1,10})?|[a-z]\w{0,40}_limit|[a-z]\w{0,40}Limit"
)
_ELSEWHERE = later(r"timeout|retr(?:y|ies)|attempts|tries|pool|connections|workers|conns|queue|overflow|idle")
_LEAST = 1


def extract(source: Source) -> Iterator[Found]:
    """See the module. What a program has generated is left out."""
    if source.generated:
        return
    for one in numbers_of(source, r"[mM]ax(?:imum)?[_A-Z]|MAX|[lL]imit|LIMIT", _NAMES):
        if one.value >= _LEAST and not _ELSEWHERE.search(one.plain):
            yield found_between(source, one.span, f"limit/{one.plain}", "value", one.value, unit=one.unit)
