"""A setting: one scalar of a configuration file, with the way to it and the line where it stands.

``settings/`` holds one file for each language that is read so, called like the language, with a function
``read(source)`` that yields settings in the order of the file. Nothing is executed, no alias is followed without
bound, and what cannot be read to its end gives what was read before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Scalar = bool | float | int | str | None

MAX_SETTINGS = 5_000
"""Settings of one file; a longer one is data."""

MAX_DEPTH = 64
"""Levels of nesting; nobody nests deeper by hand, and some parsers do not survive it."""

MAX_TEXT = 4_000
"""Characters of a value that are kept."""

_EXACT = 2**53
_NUMBER = re.compile(r"[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?")
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][\d_]*)")
_LEADING_ZERO = re.compile(r"[-+]?0\d")
_LONGEST_NUMBER = 40
_TRUTHS = {"true": True, "false": False}
_OLD_TRUTHS = {**_TRUTHS, "yes": True, "no": False, "on": True, "off": False}


@dataclass(frozen=True, slots=True)
class Setting:
    """``key`` is the way from the top, with numbers for places in a list; lines count from 1. ``document`` counts the
    documents of a file from 0.
    """

    key: tuple[str, ...]
    value: Scalar
    line: int
    end_line: int
    document: int = 0

    @property
    def name(self) -> str:
        """The last part of the key, "" for a bare scalar."""
        return self.key[-1] if self.key else ""


def scalar(text: str, *, old: bool = False) -> Scalar:
    """What a bare word means: a number, a truth value, else the text, cut off. ``old`` takes ``yes`` and ``on`` too,
    as YAML 1.1 does. Numbers that no double holds exactly stay texts, so do those with a leading zero.
    """
    truth = (_OLD_TRUTHS if old else _TRUTHS).get(text.lower())
    if truth is not None:
        return truth
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text) or _LEADING_ZERO.match(text):
        return text[:MAX_TEXT]
    digits = text.replace("_", "")
    if _WHOLE.fullmatch(text):
        number = int(digits)
        return number if abs(number) <= _EXACT else text
    value = float(digits)
    return value if abs(value) < float("inf") else text
