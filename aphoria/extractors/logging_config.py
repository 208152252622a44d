"""The level from which a program logs, where it is written into code or configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_between, found_setting
from aphoria.pattern import later
from aphoria.source import Source

LANGUAGES = ("python", "javascript", "java", "go", "yaml", "toml", "ini", "env")
HINTS = (
    rb"(?i)\blog(?:ging|ger)?[\w.\-]*level", rb"(?i)setLevel\(", rb"(?i)basicConfig\(",
    rb"(?i)\blevel\b", rb"(?i)\blogging\b", rb"(?i)RUST_LOG",
)  # fmt: skip
OBSERVES = (Observes("log/level", "set", "the level in small letters: debug, info, warning, error ..."),)
VERSION = 1

_LEVEL = rb"(?i:(trace|verbose|debug|info|warn(?:ing)?|error|critical|fatal))"
_CODE = {
    "python": re.compile(
        rb"\b(?:basicConfig\([^)\n]{0,200}?level[ \t]*=[ \t]*|(?:log|logger|root"
        rb"|logging\.getLogger\([^)\n]{0,60}\)|getLogger\([^)\n]{0,60}\))\.setLevel\([ \t]*)(?:logging\.|[\"'])"
        + _LEVEL + rb"\b"
    ),
    "javascript": re.compile(
        rb"\b(?:createLogger|pino|bunyan\.createLogger)\([ \t]*\{[^}]{0,200}?\blevel[ \t]*:[ \t]*['\"`]"
        + _LEVEL + rb"['\"`]"
    ),
    "java": re.compile(rb"\b\w*(?i:log|logger|root)\w*\.setLevel\([ \t]*(?:Level\.)" + _LEVEL + rb"\b"),
    "go": re.compile(
        rb"\b(?:log|logrus|logger|zerolog)\.SetGlobalLevel\([ \t]*\w+\." + _LEVEL
        + rb"|\b(?:log|logrus|logger)\.SetLevel\([ \t]*\w+\." + _LEVEL
    ),
}  # fmt: skip
_WORDS = frozenset({"trace", "verbose", "debug", "info", "warn", "warning", "error", "critical", "fatal", "notice"})
_KEY = later(
    r"(?i)(?:^|[_.\-/])(?:log|logging|logger)[\w.\-/]*?level|(?:^|/)logging/level/|(?:^|_)rust_log$|(?:^|/)(?:logger_?\w*|loggers/[\w./]+|root)/level$"
)


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    pattern = _CODE.get(source.language.family or source.language.name)
    for match in source.in_code(pattern) if pattern else ():
        level = next(group for group in match.groups() if group).decode().lower()
        yield found_between(source, match.span(), "log/level", "set", _plain(level))
    for one in source.settings:
        key = "/".join(one.key)
        if isinstance(one.value, str) and one.value.lower() in _WORDS and _KEY.search(key) and "pytest" not in key:
            yield found_setting(one, "log/level", "set", _plain(one.value.lower()))


def _plain(level: str) -> str:
    return {"warn": "warning", "fatal": "critical"}.get(level, level)
