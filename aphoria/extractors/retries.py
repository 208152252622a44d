"""How often something is tried again: arguments, fields, constants and setters by their name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_between
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax.numbers import numbers_of

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (rb"(?i)retr(?:y|ies)", rb"(?i)max_?attempts?", rb"stop_after_attempt")
OBSERVES = (Observes("retry/attempts", "maximum", "how often something is tried, or tried again"),)
VERSION = 1

_NAMES = (
    r"(?:set|with|default)?_?(?:[mM]ax|[nN]um|[tT]otal|[hH]ttp)?_?(?:[rR]etries|[rR]etry_?[cC]ount|[rR]etry_?[aA]ttempts|[aA]ttempts)"
    r"|(?:set|with)?_?[mM]ax_?(?:[rR]etry(?:_?[aA]ttempts|_?[cC]ount)?|[rR]etries|[aA]ttempts|[tT]ries)"
    r"|stop_after_attempt|(?:[A-Z]+_){0,3}(?:MAX_RETRIES|RETRIES|RETRY_COUNT|MAX_ATTEMPTS|RETRY_ATTEMPTS|MAX_RETRY)"
)
_COUNTER = later(r"(?:num_?)?(?:retries|attempts|retry_?count|retryCount)", re.IGNORECASE)
_STATEMENT = later(rb"\s+(?:[\w.]+\.|(?:let|var|int|long|const)\s+(?:mut\s+)?)?")
_MOST = 1_000_000


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for one in numbers_of(source, r"[rR]etr(?:y|ies)|RETR(?:Y|IES)|[aA]ttempt|ATTEMPT|[tT]ries", _NAMES):
        if 0 <= one.value <= _MOST and not one.unit and _is_setting(source, one.span[0], one.name):
            yield found_between(source, one.span, "retry/attempts", "maximum", one.value)


def _is_setting(source: Source, start: int, name: str) -> bool:
    """Whether a count is a bound and not a counter: ``retries = 0`` in a body begins to count."""
    before = source.data[source.data.rfind(b"\n", 0, start) + 1 : start]
    return not (_COUNTER.fullmatch(name) and _STATEMENT.fullmatch(before))
