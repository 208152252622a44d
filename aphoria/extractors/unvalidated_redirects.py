"""Whether a redirect goes where a request says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from aphoria.extractor import Found, Observes, found_at
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax import requests
from aphoria.syntax.outside import from_outside
from aphoria.syntax.pieces import pieces_of

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = requests.HINTS
OBSERVES = (Observes("redirect/target", "built", "whether the target of a redirect comes from a request"),)
VERSION = 2

_CALLS = {
    "python": ("redirect", "HttpResponseRedirect", "HttpResponsePermanentRedirect", "RedirectResponse", "HTTPFound"),
    "javascript": ("redirect", "location.replace", "location.assign"),
    "go": ("http.Redirect", "Redirect"),
    "rust": ("Redirect.to", "Redirect.permanent", "Redirect.temporary"),
    "java": ("sendRedirect", "RedirectView", "ModelAndView"),
}


_PASSING_ON = later(r"\b(?:str|String|decode\w*|l?r?strip|trim|format|Sprintf|toString)$")
"""Calls that give back what they are given, or read it."""


def extract(source: Source) -> Iterator[Found]:
    """See the module. Behind a path or host that is written out nobody chooses the host."""
    for call in source.calls(*_CALLS[source.language.family or source.language.name]):
        positions = {"http.Redirect": (2,), "Redirect": (1,)}.get(call.name, (0,))
        if source.language.family == "javascript" and len(call.positional) > 1:
            positions = (1,)
        for node in call.positional[positions[0] : positions[0] + 1]:
            first = pieces_of(source, node)[0]
            if not first.inserted and first.text.removeprefix("redirect:"):
                continue
            if _made_by(source, node):
                continue
            confidence = from_outside(source, node)
            if confidence:
                yield found_at(source, call.node, "redirect/target", "built", True, confidence=confidence)


def _made_by(source: Source, node: Node) -> bool:
    """Whether a function made the target: the address of a route (``url_for``), or one that it has checked."""
    called = node.child_by_field_name("function") if node.type in {"call", "call_expression"} else None
    if called is None:
        return False
    name = source.text(called)
    return re.fullmatch(r"[\w.]+", name) is not None and "request" not in name and not _PASSING_ON.search(name)
