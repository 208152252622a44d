"""Patterns in RE2's syntax, and queries of tree-sitter beside them.

RE2 never backtracks. A query may, so it is asked only about a small piece of code around each match of the pattern,
and its own regular expressions, which backtrack without bound, are refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import re2

from aphoria import linear
from aphoria.language import Language, known
from aphoria.source import parser_of
from repo_format.errors import InvalidInput, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Query

    from aphoria.declaring.declaration import Declaration

_REGULAR = re.compile(r"match\s*\?")
HERE = "here"
"""The capture of a query that says where the finding is; without it that is the first one."""


def compiled(pattern: str) -> Any:
    """A pattern over bytes. Raises InvalidInput with what RE2 says of it."""
    try:
        made = linear.compiled(pattern.encode())
    except re2.error as error:
        said = error.args[0]
        raise InvalidInput("pattern", said.decode() if isinstance(said, bytes) else str(said)) from None
    if made.search(b"") is not None:
        raise InvalidInput("pattern", "matches nothing at all, so it would be found everywhere")
    return made


def names_in(pattern: Any) -> frozenset[str]:
    """The names of the captures of a pattern."""
    return frozenset(name.decode() for name in pattern.groupindex)


def languages_of(names: Iterable[str]) -> list[Language]:
    """The languages that some names of languages and families mean."""
    wanted = set(names)
    return [one for name, one in sorted(known().items()) if name in wanted or one.family in wanted]


def queries(declaration: Declaration) -> dict[str, Query]:
    """The query for every language of a declaration, empty without one. Raises InvalidInput."""
    if not declaration.query:
        return {}
    if _REGULAR.search(declaration.query):
        raise InvalidInput("query", "has a regular expression of its own, which may never end; `pattern` is for that")
    found = {}
    for language in languages_of(declaration.languages):
        if language.grammar is None:
            raise InvalidInput("query", f"has nothing to ask of {language.name}, which is read without a grammar")
        found[language.name] = _query(declaration.query, language)
    return found


def _query(text: str, language: Language) -> Query:
    from tree_sitter import Query, QueryError

    grammar = parser_of(language).language
    if grammar is None:
        raise InvalidInput("query", f"{language.name} cannot be parsed")
    try:
        return Query(grammar, text)
    except (QueryError, ValueError) as error:
        raise InvalidInput("query", f"is none for {language.name}: {shown(str(error), 200)[1:-1]}") from None


def names_of(query: Query) -> frozenset[str]:
    """The names of the captures of a query."""
    return frozenset(query.capture_name(number) for number in range(query.capture_count))
