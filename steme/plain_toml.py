"""A reader of the plainest TOML, because ``tomllib`` doubles the start-up time of a short command.

It knows blank lines, comments on lines of their own, ``[section]``, ``[section.inner]`` and ``key = value`` with true,
false, a decimal number or a text in double quotes without escapes. It is a shortcut and not a second dialect: for
anything else it gives up, and what it does read is what ``tomllib`` reads.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from steme.settings import Value

_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
_WORDS = {"true": True, "false": False}


def read_plain(text: str) -> dict[str, Any] | None:
    """The document as ``tomllib.loads`` gives it, or None where the text is not plain or not TOML."""
    document: dict[str, Any] = {}
    section: dict[str, Any] | None = None
    for line in (line.strip(" \t") for line in text.split("\n")):
        if line.startswith("[") and line.endswith("]"):
            section = _section(document, line[1:-1])
            if section is None:
                return None
        elif line.startswith("#") and line.isprintable():
            continue
        elif line:
            key, value = _pair(line)
            if section is None or value is None or key in section or not _is_name(key):
                return None
            section[key] = value
    return document


def _section(document: dict[str, Any], name: str) -> dict[str, Any] | None:
    """The new, empty table of that name; None where it is not plain, or a table holds both values and tables."""
    outer, dot, inner = name.partition(".")
    if not dot:
        if name in document or not _is_name(name):
            return None
        made = document[name] = {}
        return made
    above = document.setdefault(outer, {})
    if not _is_name(outer) or not _is_name(inner) or inner in above:
        return None
    if not all(isinstance(value, dict) for value in above.values()):
        return None
    made = above[inner] = {}
    return made


def _is_name(text: str) -> bool:
    return bool(text) and _NAME_CHARACTERS.issuperset(text)


def _pair(line: str) -> tuple[str, Value | None]:
    key, _, value = line.partition("=")
    return key.rstrip(" \t"), _value(value.lstrip(" \t"))


def _value(text: str) -> Value | None:
    if text in _WORDS:
        return _WORDS[text]
    inner = text[1:-1]
    if len(text) >= 2 and text[0] == text[-1] == '"' and inner.isprintable() and '"' not in inner and "\\" not in inner:
        return inner
    return _number(text)


def _number(text: str) -> int | float | None:
    whole, dot, fraction = text.partition(".")
    if not (text.isascii() and len(text) <= 15 and whole.isdigit()) or (len(whole) > 1 and whole[0] == "0"):
        return None
    if not dot:
        return int(whole)
    return float(text) if fraction.isdigit() else None
