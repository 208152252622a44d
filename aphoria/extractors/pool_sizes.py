"""How many connections or workers a pool has at most."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_between
from aphoria.source import Source
from aphoria.syntax.numbers import numbers_of

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (rb"(?i)pool", rb"(?i)max_?(?:connections|workers)", rb"(?i)max(?:Open|Idle)Conns", rb"(?i)max_?overflow")
OBSERVES = (
    Observes("pool/size", "maximum", "the most connections, threads or workers of a pool"),
    Observes("pool/idle", "maximum", "the most connections that wait unused"),
    Observes("pool/overflow", "maximum", "connections above the size of the pool"),
)
VERSION = 1

_SIZE = (
    r"(?:set|with)?_?(?:[mM]ax(?:imum)?_?)?(?:[tT]hread_?|[cC]onnection_?)?[pP]ool_?(?:[mM]ax_?)?[sS]ize|[mM]ax_?[cC]onnections|[mM]ax_?[wW]orkers"
    r"|(?:Set)?MaxOpenConns|newFixedThreadPool|(?:[A-Z]+_){0,3}(?:POOL_SIZE|MAX_CONNECTIONS|MAX_WORKERS)"
)
_IDLE = (
    r"(?:Set)?MaxIdleConns(?:PerHost)?|[mM]ax_?[iI]dle(?:_?[cC]onnections)?|pool_max_idle_per_host|(?:set)?MaximumIdle"
)
_OVERFLOW = r"max_overflow"
_KINDS = (
    ("pool/size", (r"[pP]ool|POOL|[cC]onnections|CONNECTIONS|[wW]orkers|WORKERS|OpenConns"), _SIZE),
    ("pool/idle", r"[iI]dle", _IDLE),
    ("pool/overflow", r"max_overflow", _OVERFLOW),
)


def extract(source: Source) -> Iterator[Found]:
    """See the module. What a program has generated is left out."""
    if source.generated:
        return
    for about, core, names in _KINDS:
        for one in numbers_of(source, core, names):
            if one.value >= 0 and not one.unit:
                yield found_between(source, one.span, about, "maximum", one.value)
