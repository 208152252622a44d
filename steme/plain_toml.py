"""A reader of the plainest TOML, because ``tomllib`` doubles the start-up time of a short command.

It knows blank lines, comments on lines of their own, ``[section]`` and ``key = value`` with true, false, a decimal
number or a text in double quotes without escapes. It is a shortcut and not a second dialect: for anything else it
gives up, and what it does read is what ``tomllib`` reads.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.settings import Value

_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
_WORDS = {"true": True, "false": False}


def read_plain(text: str) -> dict[str, dict[str, Value]] | None:
    """The document as ``tomllib.loads`` gives it, or None where the text is not plain or not TOML."""
    document: dict[str, dict[str, Value]] = {}
    section: dict[str, Value] | None = None
    for line in (line.strip(" \t") for line in text.split("\n")):
        if line.startswith("[") and line.endswith("]"):
            name = line[1:-1]
            if name in document or not _is_name(name):
                return None
            section = document[name] = {}
        elif line.startswith("#") and line.isprintable():
            continue
        elif line:
            key, value = _pair(line)
            if section is None or value is None or key in section or not _is_name(key):
                return None
            section[key] = value
    return document


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
