"""What comments say to the linter: findings to ignore, and claims that are not written down yet.

The value is the line of the comment from its marker on; ``suppression`` and ``marker`` know what it means. Markers in
texts are none, so that a program may print one.
"""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import MAX_TEXT, Found, Observes
from aphoria.language import known
from aphoria.pattern import later
from aphoria.source import Source

LANGUAGES = tuple(sorted(set(known()) - {"json", "maven"}))  # the former has no comments
HINTS = (rb"aphoria:(?:ignore|claim)",)
OBSERVES = (
    Observes("marker/ignore", "stated", "a comment that has findings ignored, alone on its line"),
    Observes("marker/ignore-behind", "stated", "such a comment behind code"),
    Observes("marker/claim", "stated", "a comment that claims something"),
)
VERSION = 1

_MARKER = later(rb"@?aphoria:(ignore|claim)[^\n]*")
_ENDS = (b"*/", b"-->", b"--}}")


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for match in _MARKER.finditer(source.data):
        number = source.line_of(match.start())
        before = source.line(number)[: match.start() - source.data.rfind(b"\n", 0, match.start()) - 1]
        if not _in_comment(source, match.start(), before):
            continue
        text = _without_end(match[0]).decode("utf-8", "replace").strip()
        leaf = match[1].decode()
        if leaf == "ignore" and _has_code(source, before):
            leaf = "ignore-behind"
        yield Found(f"marker/{leaf}", "stated", text, (number, number), text[:MAX_TEXT])


def _in_comment(source: Source, offset: int, before: bytes) -> bool:
    if source.language.grammar is not None:
        node = source.node_at(offset, offset + 1)
        return node is not None and "comment" in node.type
    return any(mark in before for mark in source.language.line_comments)


def _has_code(source: Source, before: bytes) -> bool:
    """Whether something other than the beginning of a comment stands before the marker."""
    openings = (*source.language.line_comments, *(start for start, _ in source.language.block_comments), b"*", b"{")
    rest = before.strip()
    while rest.startswith(openings):
        rest = rest[1:].strip()
    first = min((before.find(mark) for mark in source.language.line_comments if mark in before), default=0)
    return bool(before[:first].strip()) or (first == 0 and bool(rest.lstrip(b"/*#;{!- ")))


def _without_end(text: bytes) -> bytes:
    for end in _ENDS:
        text = text.partition(end)[0]
    return text
