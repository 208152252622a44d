"""Where texts and comments stand, found without a tree: one pass of a pattern over the bytes.

Made for extractors that look at every file. It knows what a language's literals look like and nothing else, and is
wrong only about rare things, such as a quote inside a regular expression of JavaScript behind a division.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_DOUBLE = rb'"(?:[^"\\\n]++|\\.)*+"?'
_SINGLE = rb"'(?:[^'\\\n]++|\\.)*+'?"
_TRIPLE = rb'"""(?:[^"\\]++|\\.|"(?!""))*+(?:"""|\Z)'
_TRIPLE_SINGLE = rb"'''(?:[^'\\]++|\\.|'(?!''))*+(?:'''|\Z)"
_BLOCK = rb"/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z)"
_LINE = rb"//[^\n]*+"
_HASH = rb"#[^\n]*+"
_BACKTICK = rb"`(?:[^`\\]++|\\.)*+(?:`|\Z)"
_REGEX = rb"/(?![*/ ])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.){0,60}+\]){1,120}+/[a-z]{0,8}(?=[\s,;.)\]}:])"
_RAW_GO = rb"`[^`]*+(?:`|\Z)"
_CHARACTER = rb"'(?:[^'\\\n]|\\[^\n]{1,10}?)'"
_MULTILINE = rb'"(?:[^"\\]++|\\.)*+(?:"|\Z)'
_RAW_RUST = rb'r(#*+)"(?s:.)*?(?:"\1|\Z)'

_PATTERNS = {
    "python": (_HASH, _TRIPLE, _TRIPLE_SINGLE, _DOUBLE, _SINGLE),
    "javascript": (_LINE, _BLOCK, _DOUBLE, _SINGLE, _BACKTICK, _REGEX),
    "go": (_LINE, _BLOCK, _DOUBLE, _RAW_GO, _CHARACTER),
    "rust": (_LINE, _BLOCK, _RAW_RUST, _MULTILINE, _CHARACTER),
    "java": (_LINE, _BLOCK, _TRIPLE, _DOUBLE, _CHARACTER),
}
_COMPILED: dict[str, re.Pattern[bytes]] = {}


class Quoted:
    """The texts and comments of one file."""

    def __init__(self, language: str, data: bytes) -> None:
        """``language`` is the name of a language or of a family; of an unknown one nothing is quoted."""
        spans = [found.span() for found in _pattern(language).finditer(data)] if language in _PATTERNS else []
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def covers(self, offset: int) -> bool:
        """Whether a byte stands in a text or a comment, their first byte included."""
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]


def _pattern(language: str) -> re.Pattern[bytes]:
    if language not in _COMPILED:
        _COMPILED[language] = re.compile(b"|".join(_PATTERNS[language]), re.DOTALL)
    return _COMPILED[language]
