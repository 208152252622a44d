"""Settings of frameworks in code: a name in capitals that gets a literal, however it is given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from aphoria.pattern import later
from aphoria.syntax.measure import QUANTITY, quantity

if TYPE_CHECKING:
    from aphoria.syntax.code import Code

Option = tuple[str, bool | float | str, tuple[int, int]]
"""Name, value and place. Of a list of texts, each is a value of its own."""

_TEXT = later(rb"[\"']([^\"'\n]*)[\"']")
_CONFIGURES = later(rb"(?:config|settings)[\w.]*(?:\([^(){}]*|[ \t]*\|?=[ \t]*)\{[^{}]*[\"']\Z")
_BEFORE = 1000
"""Bytes before a key in which the dictionary that it stands in has to begin."""


def options_of(source: Code, names: Iterable[str], lists: Iterable[str] = ()) -> Iterator[Option]:
    """The places where one of the names gets a truth value, a number, or a text; one of ``lists`` a list of texts:
    ``NAME = x``, ``config["NAME"] = x``, ``update(NAME=x)``, ``config.update({"NAME": x})``.

    A table of all kinds of things under such names, as a program has that is about settings, sets nothing.
    """
    listed = frozenset(lists)
    for match in _pattern(tuple(names)).finditer(source.data):
        if not _sets(source, match) or (match[4] is not None and match[1].decode() not in listed):
            continue
        name, span = match[1].decode(), match.span()
        if match[2]:
            yield name, match[2] == b"True", span
        elif match[3]:
            yield name, match[3][1:-1].decode("utf-8", "replace"), span
        elif match[4] is not None:
            yield from ((name, text.decode("utf-8", "replace"), span) for text in _TEXT.findall(match[4]))
        else:
            number = quantity(match[5])
            if number is not None:
                yield name, number[0], span


def _sets(source: Code, match: re.Match[bytes]) -> bool:
    """Whether it stands in code, and as a key of a dictionary only where that one configures something."""
    start = match.start()
    if source.data[start - 1 : start] not in {b'"', b"'"}:
        return not source.quoted.covers(start)
    is_key = source.data[match.end(1) + 1 : match.end(1) + 2] != b"]"
    return not is_key or _CONFIGURES.search(source.data, max(0, start - _BEFORE), start) is not None


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[bytes]:
    words = "|".join(sorted(names, key=len, reverse=True)).encode()
    return re.compile(
        rb"(?<![\w.$])(" + words + rb")[\"']?\]?[ \t]*(?::[ \t]*[\w\[\], .]{1,30})?(?:=(?!=)|:)[ \t]*"
        rb"(?:(True|False)\b|([\"'][^\"'\n]*[\"'])(?=[ \t]*[,)}\r\n#]|[ \t]*\Z)|[\[(]([^\])]{0,2000})[\])]|("
        + QUANTITY
        + rb")(?=[ \t]*[,)}\r\n#]|[ \t]*\Z))"
    )
