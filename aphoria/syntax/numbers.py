"""Places in code where a name gets a number, found in the text: constants, arguments, fields, setters of builders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from aphoria.syntax.measure import QUANTITY, quantity, unit_of

if TYPE_CHECKING:
    from aphoria.syntax.code import Code

_TYPE = rb"(?:[ \t]*:[ \t]*[\w.<>\[\]|& ]{1,40}?)?"
_MAX = 2_000
"""Places of one file that are tried, at most."""

_LONGEST = 60
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$")


@dataclass(frozen=True, slots=True)
class Numbered:
    """``name`` as it is written, ``plain`` in snake case without ``set_`` and unit, ``unit`` as value or name say."""

    name: str
    plain: str
    value: float
    unit: str
    span: tuple[int, int]


def numbers_of(source: Code, core: str, names: str) -> Iterator[Numbered]:
    """The places where a name that the pattern ``names`` describes gets a number that is written out.

    ``core`` is a pattern of what every such name contains, and quick to look for: only where it is found, and
    something is given, the whole is tried.
    """
    near, whole = _near(core), _whole(names)
    before = -1
    for count, hit in enumerate(near.finditer(source.data)):
        start = _begin(source.data, hit.start())
        match = whole.match(source.data, start) if start != before else None
        before = start
        found = quantity(match[2] or match[4]) if match else None
        if match is None or found is None or source.quoted.covers(start):
            continue
        name = (match[1] or match[3]).decode()
        plain, unit = unit_of(name)
        plain = plain.removeprefix("set_").removeprefix("with_").removeprefix("default_")
        yield Numbered(name, plain, found[0], found[1] or unit, match.span())
        if count >= _MAX:
            return


def _begin(data: bytes, at: int) -> int:
    """Where the name around a byte begins."""
    low = max(0, at - _LONGEST)
    while at > low and data[at - 1] in _LETTERS:
        at -= 1
    return at


@cache
def _near(core: str) -> re.Pattern[bytes]:
    return re.compile(
        rb"(?:" + core.encode() + rb")\w{0,50}[\"'\]]?(?:[ \t]*:[ \t]*[\w.<>\[\]|& ]{1,40})?[ \t]*(?::=|[=:(])[ \t]*"
        rb"(?=[-\d]|\w{1,30}(?:\.|::|\())"
    )


@cache
def _whole(names: str) -> re.Pattern[bytes]:
    """Groups 1 and 2 are name and number of an assignment, 3 and 4 those of a call with one argument."""
    name = names.encode()
    return re.compile(
        rb"(" + name + rb")[\"'\]]?" + _TYPE + rb"[ \t]*(?::=|=|:)[ \t]*(" + QUANTITY + rb")"
        rb"(?=[ \t]*(?:[,;)\]}\r\n#]|//|$))"
        rb"|(" + name + rb")\([ \t]*(" + QUANTITY + rb")[ \t]*[,)]"
    )
