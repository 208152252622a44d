"""Names that get a value: assignments, constants, named arguments, fields of literals, defaults of parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aphoria.syntax.literal import Literal, literal_of

if TYPE_CHECKING:
    from tree_sitter import Node

    from aphoria.syntax.code import Code


class Assignment:
    """``name`` is the target as it is written, ``value`` the node of what it gets, ``node`` the whole."""

    __slots__ = ("name", "node", "source", "value")

    def __init__(self, source: Code, node: Node, name: str, value: Node) -> None:
        self.source = source
        self.node = node
        self.name = name
        self.value = value

    @property
    def literal(self) -> Literal:
        """The value where it is written out, ``MISSING`` otherwise."""
        return literal_of(self.source, self.value)

    @property
    def line(self) -> int:
        """The first line."""
        return self.node.start_point[0] + 1

    def value_text(self) -> str:
        """The value as it is written, in one line."""
        data = self.source.data[self.value.start_byte : self.value.end_byte]
        return " ".join(data.decode("utf-8", "replace").split())


def assignment_of(source: Code, node: Node, start: int) -> Assignment | None:
    """The assignment whose target ends with the name that begins at the byte ``start``; None for something else."""
    language = source.language
    at: Node | None = node
    while at is not None:
        fields = language.assignments.get(at.type) or language.keywords.get(at.type)
        if fields is not None:
            target, value = (at.child_by_field_name(field) for field in fields)
            if target is None or value is None or not target.start_byte <= start < target.end_byte:
                return None
            name = source.data[target.start_byte : target.end_byte].decode("utf-8", "replace").strip("\"'` ")
            return Assignment(source, at, name, value)
        at = at.parent
    return None
