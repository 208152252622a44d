"""What a language is to the linter: how its files are known, parsed and commented, and how a call looks in its tree.

``languages/`` holds one file for each; adding a language is adding a file with a ``LANGUAGE``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from aphoria import members


@dataclass(frozen=True, slots=True)
class CallShape:
    """Where the parts of a call stand in a node: the fields of what is called, in order, and of its arguments.

    ``joint`` joins the texts of several fields (Java keeps object and name apart).
    """

    callee: tuple[str, ...]
    arguments: str
    joint: str = "."


@dataclass(frozen=True, slots=True)
class Language:
    """``suffixes`` with their dot, whole ``filenames`` and ``patterns`` with ``*`` say which files.
    ``grammar`` is the module of a tree-sitter grammar and the function that gives it, None where files are read
    without one.

    ``calls`` maps kinds of nodes to their shapes; ``keywords`` maps the kind of a named argument to its fields of name
    and value, ``assignments`` the kind of any other place where a name gets a value. ``strings`` are the kinds of text
    literals, ``interpolations`` those of what is put into them. ``family`` groups dialects: who wants javascript gets
    typescript too.
    """

    name: str
    suffixes: tuple[str, ...]
    filenames: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    grammar: tuple[str, str] | None = None
    family: str = ""
    line_comments: tuple[bytes, ...] = ()
    block_comments: tuple[tuple[bytes, bytes], ...] = ()
    calls: Mapping[str, CallShape] = field(default_factory=dict)
    keywords: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    assignments: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    strings: frozenset[str] = frozenset()
    interpolations: frozenset[str] = frozenset()


@cache
def known() -> dict[str, Language]:
    """Every language by name."""
    found = (members.load("languages", name).LANGUAGE for name in members.names("languages"))
    return {language.name: language for language in found}


@cache
def _by_suffix() -> tuple[dict[str, Language], dict[str, Language]]:
    suffixes = {suffix: language for language in known().values() for suffix in language.suffixes}
    filenames = {name: language for language in known().values() for name in language.filenames}
    return suffixes, filenames


def language_of(filename: str) -> Language | None:
    """The language of a file by its name without folders, None when it is none of ours."""
    suffixes, filenames = _by_suffix()
    if filename in filenames:
        return filenames[filename]
    for at in range(len(filename)):
        if filename[at] == "." and filename[at:] in suffixes:
            return suffixes[filename[at:]]
    by_stem = next((found for stem, found in filenames.items() if filename.startswith(stem + ".")), None)
    return by_stem or next((found for pattern, found in _by_pattern() if pattern.fullmatch(filename)), None)


@cache
def _by_pattern() -> list[tuple[re.Pattern[str], Language]]:
    return [
        (re.compile(".*".join(map(re.escape, pattern.split("*")))), language)
        for language in known().values()
        for pattern in language.patterns
    ]
