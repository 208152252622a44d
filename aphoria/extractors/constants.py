"""Constants at the top of a file: names that never change, with a number, a truth value or a text.

Python and JavaScript: names in capitals; Go and Rust: ``const`` and ``static``; Java: ``static final``. A duration
is in seconds, a unit at the end of a name is the unit of its number, and texts under names of secrets are masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import MASKED, Found, Observes, found_between
from aphoria.observation import Value
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax.measure import QUANTITY, quantity, unit_of
from aphoria.syntax.secrets import kind_of

LANGUAGES = ("python", "javascript", "go", "rust", "java")
_LITERAL = (
    rb"(?P<text>\"(?:[^\"\\\n]|\\.){0,300}\"|'(?:[^'\\\n]|\\.){0,300}')|(?P<truth>[tT]rue|[fF]alse)\b|(?P<number>"
    + QUANTITY + rb")"
)  # fmt: skip
_END = rb"[ \t]*(?=[;,\r\n#]|//|/\*|\Z)"
_VALUE = rb"[ \t]*(?:" + _LITERAL + rb")" + _END
_PATTERNS = {
    "python": rb"^(?P<name>_{0,2}[A-Z][A-Z0-9_]*)[ \t]*(?::[^=\n]{1,80})?=" + _VALUE,
    "javascript": rb"^(?:export[ \t]+)?const[ \t]+(?P<name>[A-Z][A-Z0-9_]+)[ \t]*(?::[^=\n]{1,80})?=" + _VALUE,
    "go": rb"^(?:const[ \t]+|\t)(?P<name>[A-Za-z]\w*)[ \t]*(?:[\w.]+[ \t]*)?=" + _VALUE,
    "rust": rb"^[ \t]*(?:pub(?:\([^)\n]*\))?[ \t]+)?(?:const|static)[ \t]+(?P<name>[A-Z]\w*)[ \t]*:[^=\n]{1,80}="
    + _VALUE,
    "java": rb"^[ \t]*(?:(?:public|private|protected)[ \t]+)?(?:static[ \t]+final|final[ \t]+static)[ \t]+[\w.]+[ \t]+"
    rb"(?P<name>\w+)[ \t]*=" + _VALUE,
}
HINTS = (
    rb"(?m)^_{0,2}[A-Z][A-Z0-9_]*[ \t]*(?::[^=\n]+)?=[ \t]*[\"'\-\dTFd]", rb"\bconst\b", rb"\bstatic\b", rb"\bfinal\b",
)  # fmt: skip
OBSERVES = (Observes("constant/*", "value", "the value of a constant"),)
VERSION = 1

_COMPILED = {name: re.compile(pattern, re.MULTILINE) for name, pattern in _PATTERNS.items()}
_GO_BLOCK = later(rb"^const[ \t]*\(\n(?:[^)\n][^\n]*\n|\n)*", re.MULTILINE)
_MAX = 200


def extract(source: Source) -> Iterator[Found]:
    """See the module. What a program has generated is left out."""
    if source.generated:
        return
    in_go = source.language.name == "go"
    blocks = [found.span() for found in _GO_BLOCK.finditer(source.data)] if in_go else []
    count = 0
    for match in source.in_code(_COMPILED[source.language.family or source.language.name]):
        if in_go and match[0][:1] == b"\t" and not any(begin <= match.start() < end for begin, end in blocks):
            continue  # an assignment in a body
        found = _found(source, match)
        if found is not None:
            yield found
            count += 1
        if count >= _MAX:
            return


def _found(source: Source, match: re.Match[bytes]) -> Found | None:
    name = match["name"].decode("ascii", "replace")
    about, span = f"constant/{name}", (match.start("name"), match.end())
    if match["text"] is not None and kind_of(name):
        lines = (source.line_of(span[0]), source.line_of(span[1]))
        return Found(about, "value", MASKED, lines, f"{name} = {MASKED}")
    value, unit = _value(match, name)
    return None if value is None else found_between(source, span, about, "value", value, unit=unit)


def _value(match: re.Match[bytes], name: str) -> tuple[Value | None, str]:
    if match["text"] is not None:
        text = match["text"][1:-1].decode("utf-8", "replace")
        return (text if text.isprintable() and text else None), ""
    if match["truth"] is not None:
        return match["truth"].lower() == b"true", ""
    found = quantity(match["number"])
    return (None, "") if found is None else (found[0], found[1] or unit_of(name)[1])
