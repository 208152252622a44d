"""Functions, classes and types that a file defines for others, found in its text in one pass.

What is seen stands at the top of a file, or one level below in Python's classes and Java's types; for bodies a tree
would be needed, for the shape of an interface it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aphoria.pattern import later

if TYPE_CHECKING:
    from aphoria.syntax.code import Code

_MAX = 1_000
"""Definitions of one file, at most."""

_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Definition:
    """``name`` with the class before it, ``kind`` as the language calls it, ``signature`` from its parameters to its
    result in one line, ``above`` the bytes of attributes, decorators or annotations on it with their offset.
    """

    name: str
    kind: str
    exported: bool
    signature: str
    span: tuple[int, int]
    above: bytes
    above_at: int


_PYTHON = later(
    rb"^(?P<above>(?:[ \t]*+@[^\n]*+\n(?:(?![ \t]*+(?:@|def |async |class ))[^\n]*+\n){0,40}?){0,12})"
    rb"(?P<in>[ \t]*)(?P<kind>(?:async[ \t]+)?def|class)[ \t]+(?P<name>\w+)", re.MULTILINE,
)  # fmt: skip
_JAVASCRIPT = later(
    rb"^(?P<above>)(?P<in>)(?P<kind>export[ \t]+(?:default[ \t]+)?(?:declare[ \t]+)?(?:abstract[ \t]+)?(?:async[ \t]+)?"
    rb"(?:function\*?|class|const|let|var|interface|type|enum))[ \t]+(?P<name>[\w$]+)"
    rb"|^(?:module\.)?exports\.(?P<exported>[\w$]+)[ \t]*=", re.MULTILINE,
)  # fmt: skip
_GO = later(
    rb"^(?P<above>)(?P<in>)(?P<kind>func|type|var"
    rb"|const)[ \t]+(?:\([ \t]*\w*[ \t]*\*?(?P<owner>\w+)[^)\n]*\)[ \t]*)?(?P<name>\w+)",
    re.MULTILINE,
)
_RUST = later(
    rb"^(?P<above>(?:[ \t]*+(?:#\[[^\n]*+|///[^\n]*+)\n){0,24}+)(?P<in>[ \t]*)(?P<public>pub(?:\([^)\n]*\))?[ \t]+)?"
    rb"(?P<kind>(?:default[ \t]+)?(?:const[ \t]+)?(?:async[ \t]+)?(?:unsafe[ \t]+)?(?:extern[ \t]+\"[^\"\n]*"
    rb"\"[ \t]+)?fn"
    rb"|struct|enum|trait|type|const|static|mod|union)[ \t]+(?P<name>\w+)", re.MULTILINE,
)  # fmt: skip
_JAVA = later(
    rb"^(?P<above>(?:[ \t]*+@[\w.]++[^\n]*+\n){0,12}+)(?P<in>[ \t]*)(?P<inline>(?:@[\w.]+(?:\([^)\n]*\))?[ \t]+){0,5})"
    rb"(?P<modifiers>(?:(?:public|protected|private|static|final|abstract|synchronized|default|native"
    rb"|sealed)[ \t]+){1,6})"
    rb"(?:(?P<kind>class|interface|enum|record|@interface)[ \t]+(?P<name>\w+)"
    rb"|(?:<[^>\n]{1,80}>[ \t]+)?[\w.<>\[\], ?]{1,100}?[ \t]+(?P<method>\w+)(?=\())", re.MULTILINE,
)  # fmt: skip


def definitions_of(source: Code) -> list[Definition]:
    """The definitions of a file in order; none in a language that is not read so."""
    read = _READERS.get(source.language.family or source.language.name)
    found: list[Definition] = []
    for one in read(source) if read else ():
        found.append(one)
        if len(found) >= _MAX:
            break
    return found


def _python(source: Code) -> Iterator[Definition]:
    owner, inside = "", b""
    listed = _listed(source.data)
    for match in _PYTHON.finditer(source.data):
        if source.quoted.covers(match.start("kind")):
            continue
        name, indent = match["name"].decode("utf-8", "replace"), match["in"]
        if not indent:
            owner, inside = (name, b"") if match["kind"] == b"class" else ("", b"")
        elif owner and inside in {b"", indent}:
            inside = indent
            name = f"{owner}.{name}"
        else:
            continue
        public = name in listed if listed and not indent else not any(part.startswith("_") for part in name.split("."))
        yield _definition(source, match, name, exported=public)


_ALL = later(rb"^__all__[^=\n]*=[ \t]*[\[(]([^\])]{0,20000})[\])]", re.MULTILINE)
_ALL_NAME = later(rb"[\"'](\w+)[\"']")


def _listed(data: bytes) -> frozenset[str]:
    """The names in ``__all__``."""
    return frozenset(name.decode() for block in _ALL.findall(data) for name in _ALL_NAME.findall(block))


def _javascript(source: Code) -> Iterator[Definition]:
    for match in source.in_code(_JAVASCRIPT):
        name = (match["name"] or match["exported"]).decode("utf-8", "replace")
        yield _definition(source, match, name, exported=True)


def _go(source: Code) -> Iterator[Definition]:
    for match in source.in_code(_GO):
        name, owner = match["name"].decode("utf-8", "replace"), (match["owner"] or b"").decode("utf-8", "replace")
        public = name[:1].isupper() and (not owner or owner[:1].isupper())
        yield _definition(source, match, f"{owner}.{name}" if owner else name, exported=public)


def _rust(source: Code) -> Iterator[Definition]:
    for match in _RUST.finditer(source.data):
        if not source.quoted.covers(match.start("kind")) and (not match["in"] or match["public"]):
            public = (match["public"] or b"").strip() == b"pub"
            yield _definition(source, match, match["name"].decode("utf-8", "replace"), exported=public)


def _java(source: Code) -> Iterator[Definition]:
    owners: list[tuple[int, str]] = []  # with the width of what stands before them
    for match in _JAVA.finditer(source.data):
        if source.quoted.covers(match.start("modifiers")):
            continue
        depth = len(match["in"].expandtabs(4))
        while owners and owners[-1][0] >= depth:
            owners.pop()
        name = (match["name"] or match["method"]).decode("utf-8", "replace")
        if match["name"]:
            owners.append((depth, name))
        elif owners:
            name = f"{owners[-1][1]}.{name}"
        else:
            continue
        yield _definition(source, match, name, exported=b"public" in match["modifiers"].split())


def _definition(source: Code, match: re.Match[bytes], name: str, *, exported: bool) -> Definition:
    groups = match.groupdict()
    kind = " ".join(
        (groups.get("kind") or (b"value" if "exported" in groups else b"method")).decode("utf-8", "replace").split()
    )
    begin = match.end("in") if "in" in groups and match["in"] is not None else match.start()
    end = _signature_end(source.data, match.end(), colon=source.language.name == "python")
    signature = " ".join(source.data[match.end() : end].decode("utf-8", "replace").split())
    at = match.start("above") if groups.get("above") else match.start()
    return Definition(
        name, kind, exported, signature, (begin, end), groups.get("above") or groups.get("inline") or b"", at
    )


def _signature_end(data: bytes, start: int, *, colon: bool) -> int:
    """Where parameters and result end: at the first ``{``, ``;``, ``=``, end of line, and in Python ``:``, outside of
    brackets.
    """
    depth, limit = 0, min(len(data), start + _LONGEST)
    for match in _BRACKET.finditer(data, start, limit):
        letter = match[0]
        if letter in b"([":
            depth += 1
        elif letter in b")]":
            depth -= 1
        elif depth <= 0 and (colon or letter != b":"):
            return match.start()
    return min(limit, data.find(b"\n", start) if b"\n" in data[start:limit] else limit)


_BRACKET = later(rb"[()\[\]:{;\n]|=(?!>)")

_READERS = {"python": _python, "javascript": _javascript, "go": _go, "rust": _rust, "java": _java}
