"""Whether a text is put together where it is used: the difference between a query and an injection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aphoria.syntax.pieces import Piece, pieces_of

if TYPE_CHECKING:
    from tree_sitter import Node

    from aphoria.syntax.code import Code


def is_built(source: Code, node: Node) -> bool:
    """Whether a node is a text made here of a literal and something that is none: concatenation, ``%``, a call that
    formats, an interpolated text. A bare name is not: what it holds is not known here.
    """
    return are_built(pieces_of(source, node))


def are_built(pieces: list[Piece]) -> bool:
    """Whether pieces hold both a text that is written out and something inserted."""
    written = any(not piece.inserted and any(map(str.isalnum, piece.text)) for piece in pieces)
    return written and any(piece.inserted for piece in pieces)
