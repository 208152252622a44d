"""How dangerous a query is that is put together from texts and values: what is inserted, and where, decides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aphoria.observation import DOUBTFUL
from aphoria.pattern import later
from aphoria.syntax.outside import from_outside, is_fixed
from aphoria.syntax.pieces import Piece

if TYPE_CHECKING:
    from tree_sitter import Node

    from aphoria.syntax.code import Code

_HARMLESS = later(
    r"\b(?:int|len|float|str\(int)\(|quot|escap|qn\(|ident|placeholder|literal"
    r"|[\"'`][?%$\w, ()]*[\"'`]\s*\*|[\"'], ?[\"']\.join\([\"'(\[]|\.repeat\(|\.map\(\(?\w*\)? *=> *[\"'`]\?"
    r"|^\d+$|\.join\([\"'\[(]\s*[\"'?]|sql\.|columns?$|params$|where(?:_clause|_sql)?$|_sql$|order_by$",
    re.IGNORECASE,
)
_CONSTANT = later(r"(?:[\w]+\.)*[A-Z][A-Z0-9_]+$")
_VALUE = later(r"(?:=|<|>|\bLIKE|\bLIMIT|\bOFFSET|\bIN\s*\(|\bVALUES\s*\([^)]*)\s*$", re.IGNORECASE)
"""What stands before a value. A name of a table, a column or a whole clause cannot be a parameter."""
_QUOTED = later(r"'%?$")
_OWN = later(r"(?:self|cls|this)\.\w+(?:\[[^\]]*\])?$")
"""An attribute of the object itself is seldom what somebody sent."""
_CALL = later(r"\w+\(")
"""What a function of one's own gives back is not known here."""
_DATA = later(
    r"\s*(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH)\b|(?!\s*(?:CREATE|DROP|ALTER|GRANT|SET|PRAGMA)\b)", re.IGNORECASE
)
"""Statements that hold values; those about tables and sessions cannot take parameters."""
_CERTAIN, _LIKELY, _QUOTES = 0.95, 0.8, 0.85


def danger(source: Code, node: Node, pieces: list[Piece]) -> float:
    """How surely a text that is built lets something strange into a query; 0 where nothing inserted is."""
    found, before, about_data = 0.0, "", bool(_DATA.match(pieces[0].text))
    for piece in pieces:
        if not piece.inserted:
            before = piece.text
        elif not is_harmless(piece.text) and not is_fixed(source, node, piece.text):
            found = max(found, _danger_at(before.rstrip(" "), piece.text) if about_data else DOUBTFUL)
    return _CERTAIN if found and from_outside(source, node) else found


def _danger_at(before: str, inserted: str) -> float:
    if _OWN.match(inserted) or _CALL.match(inserted):
        return DOUBTFUL
    if _QUOTED.search(before):
        return _QUOTES
    return _LIKELY if _VALUE.search(before) else DOUBTFUL


def is_harmless(inserted: str) -> bool:
    """Whether an expression cannot carry anything strange: a constant, a number, something quoted, placeholders."""
    return _CONSTANT.match(inserted) is not None or _HARMLESS.search(inserted) is not None
