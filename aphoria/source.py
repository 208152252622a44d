"""A source file: its bytes, its language, and, only when somebody asks, its syntax tree.

The order is text first, tree second: a pattern finds the few places worth looking at, and only there the tree is asked
what stands there. A file in which no pattern matches is never parsed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from aphoria import members
from aphoria.language import Language
from aphoria.linear import compiled
from aphoria.syntax.assignment import Assignment, assignment_of
from aphoria.syntax.call import Call, call_of, dotted
from aphoria.syntax.definitions import Definition, definitions_of
from aphoria.syntax.imports import full_name, names_of
from aphoria.syntax.quoted import Quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tree_sitter import Node, Parser, Tree

    from aphoria.setting import Setting

_HEAD = 1_500
"""Bytes in which a file says what it is."""

_parsers: dict[str, Parser] = {}


def parser_of(language: Language) -> Parser:
    """The parser of a language, made once in a process. Loading a grammar costs about ten milliseconds."""
    if language.name not in _parsers:
        import tree_sitter  # only files that have to be parsed pay for it

        if language.grammar is None:
            raise ValueError(f"{language.name} has no grammar")
        module, function = language.grammar
        grammar = tree_sitter.Language(getattr(import_module(module), function)())
        _parsers[language.name] = tree_sitter.Parser(grammar)
    return _parsers[language.name]


class Source:
    """One file of a scan. ``path`` is relative to the root of the scan, with ``/``; ``project`` and ``module`` are the
    parts of its concept path between language and topic.
    """

    def __init__(self, path: str, data: bytes, language: Language, project: str, module: tuple[str, ...]) -> None:
        self.path = path
        self.data = data
        self.language = language
        self.project = project
        self.module = module

    @cached_property
    def tree(self) -> Tree:
        """The syntax tree; broken code gives one with error nodes."""
        return parser_of(self.language).parse(self.data)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        find, at = self.data.find, -1
        while (at := find(b"\n", at + 1)) >= 0:
            starts.append(at + 1)
        return starts

    def line_of(self, offset: int) -> int:
        """The line, from 1, in which a byte stands."""
        return bisect_right(self._line_starts, offset)

    def line(self, number: int) -> bytes:
        """A line by its number, without its end."""
        starts = self._line_starts
        end = starts[number] - 1 if number < len(starts) else len(self.data)
        return self.data[starts[number - 1] : end].rstrip(b"\r")

    def node_at(self, start: int, end: int) -> Node | None:
        """The smallest node that covers these bytes."""
        return self.tree.root_node.descendant_for_byte_range(start, max(start, end - 1))

    def text(self, node: Node) -> str:
        """What a node is in the code, in one line."""
        return " ".join(self.data[node.start_byte : node.end_byte].decode("utf-8", "replace").split())

    def matches(self, pattern: re.Pattern[bytes], *, texts: bool = False) -> Iterator[tuple[re.Match[bytes], Node]]:
        """Matches of a pattern that begin in code, not in a comment nor, unless ``texts``, in a text, with the node
        there.
        """
        for match in pattern.finditer(self.data):
            node = self.node_at(match.start(), match.start() + 1)
            if node is not None and "comment" not in node.type and (texts or not self.is_text(node)):
                yield match, node

    @cached_property
    def quoted(self) -> Quoted:
        """Where texts and comments stand, without a tree."""
        return Quoted(self.language.family or self.language.name, self.data)

    def in_code(self, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
        """Matches of a pattern whose first byte stands neither in a text nor in a comment. No tree is needed: for
        extractors that look at every file.
        """
        return (match for match in pattern.finditer(self.data) if not self.quoted.covers(match.start()))

    @property
    def generated(self) -> bool:
        """Whether the file says that a program has written it."""
        return b"DO NOT EDIT" in self.data[:_HEAD] or b"@generated" in self.data[:_HEAD]

    @cached_property
    def definitions(self) -> list[Definition]:
        """What a file of code defines at its top, in order."""
        return definitions_of(self)

    @cached_property
    def settings(self) -> list[Setting]:
        """The settings of a configuration file (``setting.py``), in order; none in a file of code."""
        if self.language.name not in members.names("settings"):
            return []
        read = members.load("settings", self.language.name).read
        return [one for one in read(self) if one.key]

    def is_text(self, node: Node) -> bool:
        """Whether a node is a text literal or stands in one."""
        strings, interpolations = self.language.strings, self.language.interpolations
        at: Node | None = node
        while at is not None and at.type not in interpolations:
            if at.type in strings:
                return True
            at = at.parent
        return False

    def is_import(self, node: Node) -> bool:
        """Whether a node stands in a statement that only makes names known."""
        at: Node | None = node
        while at is not None:
            if at.type.startswith(("import", "use_declaration")):
                return True
            at = at.parent
        return False

    def calls(self, *names: str) -> Iterator[Call]:
        """The calls of functions, methods, constructors or struct literals by their names, in order.

        A name is the end of what stands in the code after imports are resolved: ``get`` fits every ``get``,
        ``requests.get`` only that one, however it was imported. ``::`` and ``->`` count as dots.
        """
        wanted = tuple("." + name for name in names)
        for match in _called(names).finditer(self.data):
            if not self._may_be(match.start(1), match[1].decode("ascii", "replace"), wanted):
                continue
            node = self.node_at(match.start(1), match.end(1))
            call = call_of(self, node, match.start(1)) if node is not None else None
            if call is not None and ("." + call.name).endswith(wanted):
                yield call

    def _may_be(self, start: int, last: str, wanted: tuple[str, ...]) -> bool:
        """Whether the text before a called name leaves it possible that one of ``wanted`` is called. Where only names
        and dots stand there, they tell without a tree.
        """
        before = self.data[max(0, start - _FAR) : start]
        if before.endswith(b"$"):
            return False  # a letter of names to JavaScript and Java
        chain = _CHAIN.search(before)
        owner = chain[0] if chain else b""
        if before[: len(before) - len(owner)].rstrip().endswith((b".", b":", b"->")):
            return True
        return ("." + self.resolve(dotted(owner.decode("utf-8", "replace")) + last)).endswith(wanted)

    def assignments(self, *names: str) -> Iterator[Assignment]:
        """The places where one of these names gets a value: assignments, constants, keyword arguments, fields of
        struct and object literals, defaults of parameters. A name with a dot must be written so (``x.verify``).
        """
        for match in _assigned(names).finditer(self.data):
            node = self.node_at(match.start(1), match.end(1))
            found = assignment_of(self, node, match.start(1)) if node is not None else None
            if found is not None:
                yield found

    @cached_property
    def imports(self) -> Mapping[str, str]:
        """What local names stand for: ``{"np": "numpy", "get": "requests.get"}``."""
        return names_of(self.language.family or self.language.name, self.data)

    def resolve(self, name: str) -> str:
        """A dotted name with its first part replaced by what was imported under it."""
        return full_name(self.imports, name)


_CHAIN = re.compile(rb"(?:[\w$]+(?:\.|::|->|\?\.))*$")
_FAR = 120
"""Bytes before a called name in which its owner is looked for."""
_patterns: dict[tuple[str, ...], re.Pattern[bytes]] = {}
_callees: dict[tuple[str, ...], Any] = {}


def _called(names: tuple[str, ...]) -> Any:
    """A pattern whose group 1 is the last part of a called name. Aliases are not known to it: a call through another
    local name than the last part of the real one is missed. RE2 looks for a dozen names at once in a tenth of the time
    that ``re`` takes.
    """
    if names not in _callees:
        lasts = sorted({name.rpartition(".")[2] for name in names}, key=len, reverse=True)
        begins = (re.escape(last) if last.startswith("$") else r"\b" + re.escape(last) for last in lasts)
        pattern = "(" + "|".join(begins) + r")(?:::<[^>\n]*>)?\s*[({!]"
        _callees[names] = compiled(pattern.encode())
    return _callees[names]


def _assigned(names: tuple[str, ...]) -> re.Pattern[bytes]:
    """A pattern whose group 1 is a name that something may be given to."""
    key = ("=", *names)
    if key not in _patterns:
        wanted = "|".join(sorted({re.escape(name) for name in names}, key=len, reverse=True))
        behind = r"(?![\w$])(?=[\"'\]\s]*(?::[^=\n]{0,80})?[=:])"
        _patterns[key] = re.compile((r"(?<![\w$])(" + wanted + ")" + behind).encode())
    return _patterns[key]
