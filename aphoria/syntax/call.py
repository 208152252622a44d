"""Calls: what is called, with which arguments, in any of the languages (``CallShape`` says how each writes it)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from aphoria.syntax.literal import MISSING, Literal, literal_of

if TYPE_CHECKING:
    from tree_sitter import Node

    from aphoria.language import CallShape
    from aphoria.syntax.code import Code

_WHITE = str.maketrans("", "", " \t\r\n")


class Call:
    """``name`` is the dotted name after imports are resolved, ``node`` the whole call."""

    def __init__(self, source: Code, node: Node, shape: CallShape, written: str) -> None:
        self.source = source
        self.node = node
        self.written = written
        self.name = source.resolve(written)
        self._shape = shape

    @property
    def line(self) -> int:
        """The first line of the call."""
        return self.node.start_point[0] + 1

    @property
    def end_line(self) -> int:
        """Its last line."""
        return self.node.end_point[0] + 1

    @cached_property
    def _parts(self) -> tuple[list[Node], dict[str, Node]]:
        arguments = self.node.child_by_field_name(self._shape.arguments)
        positional: list[Node] = []
        named: dict[str, Node] = {}
        for child in arguments.named_children if arguments else ():
            if child.type in self.source.language.keywords:
                self._put(child, named)
            elif child.type == "object":  # JavaScript's way to name arguments
                positional.append(child)
                for pair in child.named_children:
                    self._put(pair, named)
            elif "comment" not in child.type:
                positional.append(child)
        return positional, named

    def _put(self, child: Node, named: dict[str, Node]) -> None:
        fields = self.source.language.keywords.get(child.type)
        if fields is None:
            return
        key, value = (child.child_by_field_name(field) for field in fields)
        if key is not None and value is not None:
            text = self.source.data[key.start_byte : key.end_byte].decode("utf-8", "replace").strip("\"'` ")
            named.setdefault(text, value)

    @property
    def positional(self) -> list[Node]:
        """The arguments without a name, in order."""
        return self._parts[0]

    @property
    def named(self) -> dict[str, Node]:
        """The arguments with a name: keywords, fields of a struct literal, keys of object literals."""
        return self._parts[1]

    def argument(self, name: str, position: int = -1) -> Node | None:
        """An argument by its name, else by its position from 0."""
        if name in self.named:
            return self.named[name]
        return self.positional[position] if 0 <= position < len(self.positional) else None

    def literal(self, name: str, position: int = -1) -> Literal:
        """The value of an argument where it is written out, ``MISSING`` otherwise."""
        node = self.argument(name, position)
        return MISSING if node is None else literal_of(self.source, node)

    def text(self) -> str:
        """The call as it is written, in one line."""
        data = self.source.data[self.node.start_byte : self.node.end_byte]
        return " ".join(data.decode("utf-8", "replace").split())


def call_of(source: Code, node: Node, start: int) -> Call | None:
    """The call whose callee's last name begins at the byte ``start``; None when that is something else."""
    shapes = source.language.calls
    at: Node | None = node
    while at is not None:
        shape = shapes.get(at.type)
        if shape is not None:
            callee = [part for field in shape.callee if (part := at.child_by_field_name(field)) is not None]
            if callee and callee[0].start_byte <= start < callee[-1].end_byte:
                return Call(source, at, shape, shape.joint.join(_written(source.data, part) for part in callee))
            if callee and start >= callee[-1].end_byte:
                return None
        at = at.parent
    return None


def _written(data: bytes, node: Node) -> str:
    return dotted(data[node.start_byte : node.end_byte].decode("utf-8", "replace").translate(_WHITE))


def dotted(written: str) -> str:
    """A name with dots, whatever a language joins its parts by."""
    return written.replace("::", ".").replace("?.", ".").replace("->", ".")
