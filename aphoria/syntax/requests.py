"""Patterns for files in which something is taken from a request: the hints of all who look for that."""

from __future__ import annotations

HINTS = (
    (
        rb"\brequest\s*\.\s*(?:args|form|values|GET|POST|params|query|files|FILES|json|query_params|match_info|headers"
        rb"|cookies|COOKIES|body|get_json|rel_url|matchdict|path_params)\b"
    ),
    rb"\bget_(?:query_|body_)?arguments?\b|@[\w.]+\.(?:route|get|post|put|delete)\(\s*[rf]?[\"'][^\"'\n]*[<{]",
    rb"\b(?:req|request|ctx)\.(?:query|params?|body|headers)\b",
    rb"\.(?:FormValue|PathValue|PostFormValue)\(|\.URL\.(?:Query|RawQuery)|\bmux\.Vars\(|\b(?:c|ctx)\.(?:Query|Param|PostForm|FormValue)\(",
    rb"\b(?:Query|Path|Form|Json)<|\bmatch_info\(",
    rb"\bgetParameter\(|@(?:RequestParam|PathVariable|QueryParam|PathParam)\b|\bgetPathInfo\(",
)
