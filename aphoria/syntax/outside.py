"""Whether a value comes from outside: from a request, directly, or one assignment or parameter away.

This is no data-flow analysis. It looks at the expression itself, at the last line in the same function that gives a
name of it a value, and at parameters that frameworks fill from the request.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from aphoria.pattern import later

if TYPE_CHECKING:
    from tree_sitter import Node

    from aphoria.syntax.code import Code

DIRECT = 0.95
"""Confidence where the request is named in the expression."""
INDIRECT = 0.85
"""Confidence where it is one step away."""

_REQUESTS = {
    "python": re.compile(
        r"\brequest\s*\.\s*(?:args|form|values|json|GET|POST|params|query_params|query(?=\[|\.get)|cookies|files|FILES|COOKIES"
        r"|get_json|match_info|rel_url|path_params|matchdict|body|headers)\b"
        r"|\bself\s*\.\s*get_(?:query_|body_)?arguments?\("
    ),
    "javascript": re.compile(
        r"\b(?:req|request|ctx|ctx\.request|event)\s*\.\s*(?:query|params?|body|headers|cookies|queryStringParameters"
        r"|pathParameters)\b|\b(?:document\.|window\.)?location\s*\.\s*(?:search|hash)\b|\bsearchParams\.get\("
    ),
    "go": re.compile(
        r"\.(?:FormValue|PostFormValue|PathValue)\(|\.URL\.(?:Query\(\)|RawQuery)|\bmux\.Vars\("
        r"|\b(?:c|ctx)\.(?:Query|Param|PostForm|QueryParam|FormValue|DefaultQuery)\(|\b(?:r|req|request)\.(?:Post)?Form\b"
    ),
    "rust": re.compile(r"\b(?:req|request)\s*\.\s*(?:query_string|match_info|headers|cookie)\("),
    "java": re.compile(
        r"\.(?:getParameter|getParameterValues|getHeader|getQueryString|getPathInfo|getQueryParams|queryParam)\("
    ),
}
_SAFE = later(
    r"secure_filename|basename|safe_join|url_has_allowed_host|safe|allowed|sanitiz|saniti[sz]e|escape|quote|encodeURI"
    r"|parseInt|Number\(|\bint\(|Atoi|parseLong|parse::<|Clean\(\"/|Integer\.valueOf|validat|normali[sz]e|hash|uuid|UUID",
    re.IGNORECASE,
)
"""What makes a value harmless, or at least somebody's concern already."""
_CHECKED = r"(?:safe|valid|allow|check|match|verif|sanit|clean|trust)\w*\([^)\n]*\b"
"""Behind a call of such a name a value counts as checked."""
_PARAMETERS = {
    "java": r"@(?:RequestParam|PathVariable|RequestHeader|CookieValue|QueryParam|PathParam|FormParam)\b"
    r"(?:\([^)]*\))?[^,()]*\bNAME\s*[,)]",
    "rust": r"\bNAME\s*\)?\s*:\s*(?:\w+::)*(?:Query|Path|Form|Json)<",
    "python": r"@[\w.]+\.(?:route|get|post|put|delete)\(\s*[rf]?[\"'][^\"'\n]*[<{](?:\w+:)?NAME[>}]",
}
_FUNCTIONS = (
    "function_definition", "function_declaration", "method_declaration", "method_definition", "function_item",
    "arrow_function", "function_expression", "func_literal", "constructor_declaration",
)  # fmt: skip
_ENOUGH = 12
BEFORE = 8_000
"""Bytes of a function before a place in it that are looked at, so that a long one costs no more for each place."""
_SIGNATURE = 1_000


def from_outside(source: Code, node: Node) -> float:
    """How surely the value of a node comes from outside: ``DIRECT``, ``INDIRECT``, or 0 where nothing says so."""
    requests = _REQUESTS[source.language.family or source.language.name]
    text = source.data[node.start_byte : node.end_byte].decode("utf-8", "replace")
    if _SAFE.search(text):
        return 0.0
    if requests.search(text):
        return DIRECT
    scope = function_of(node)
    if scope is None:
        return 0.0
    before = _before(source, scope, node)
    return INDIRECT if any(_is_given(source, name, before, requests) for name in _names(source, node)) else 0.0


_WRITTEN_OUT = later(
    r"(?::=|=)\s*(?:[rbfu]{0,2}[\"'`][^\"'`{$]*[\"'`]|-?\d[\d_.]*|_\(|gettext\w*\(|ngettext\(|True|False|true|false)[^+%.]*$"
)


def is_fixed(source: Code, node: Node, name: str) -> bool:
    """Whether a bare name got a written-out or harmless value in the same function before a node."""
    scope = function_of(node)
    if scope is None or not name.isidentifier():
        return False
    before = _before(source, scope, node)
    lines = _givers(source.language.family or source.language.name, name)[0].findall(before)
    return bool(lines) and all(_WRITTEN_OUT.search(line) or _SAFE.search(line) for line in lines)


def _before(source: Code, scope: Node, node: Node) -> str:
    """What stands in a function before a node: of a long one how it begins, and what is near."""
    start, end = scope.start_byte, node.start_byte
    if end - start <= BEFORE:
        return source.data[start:end].decode("utf-8", "replace")
    head, tail = source.data[start : start + _SIGNATURE], source.data[end - BEFORE + _SIGNATURE : end]
    return b"\n".join((head, tail)).decode("utf-8", "replace")


def function_of(node: Node) -> Node | None:
    """The innermost function a node stands in, with its decorators."""
    at = node.parent
    while at is not None and at.type not in _FUNCTIONS:
        at = at.parent
    return at.parent if at is not None and at.parent is not None and at.parent.type == "decorated_definition" else at


def _names(source: Code, node: Node) -> list[str]:
    names: list[str] = []
    waiting = [node]
    while waiting and len(names) < _ENOUGH:
        at = waiting.pop()
        if at.type == "identifier":
            names.append(source.data[at.start_byte : at.end_byte].decode("utf-8", "replace"))
        waiting.extend(reversed(at.named_children))
    return names


def _is_given(source: Code, name: str, before: str, requests: re.Pattern[str]) -> bool:
    given, parameter = _givers(source.language.family or source.language.name, name)
    lines = given.findall(before)
    if re.search(_CHECKED + re.escape(name) + r"\b", before):
        return False
    if lines:
        return bool(requests.search(lines[-1])) and not _SAFE.search(lines[-1])
    return parameter is not None and parameter.search(before) is not None


@lru_cache(maxsize=1024)
def _givers(language: str, name: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    escaped = re.escape(name)
    given = (
        rf"(?:\b{escaped}\b(?:\s*:\s*[\w.<>&\[\]|]+)?|\{{[^}}=\n]*\b{escaped}\b[^}}=\n]*\}})\s*(?::=|=(?![=>]))[^\n]*"
    )
    parameter = _PARAMETERS.get(language)
    return re.compile(given), re.compile(parameter.replace("NAME", escaped)) if parameter else None
