"""Whether what is put into HTML is escaped.

Markup that is built and declared safe counts, and escaping that is switched off.
"""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from aphoria.extractor import Found, Observes, found_at
from aphoria.observation import DOUBTFUL
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax.building import are_built
from aphoria.syntax.call import Call
from aphoria.syntax.origin import origin_of
from aphoria.syntax.outside import from_outside, is_fixed
from aphoria.syntax.pieces import Piece, pieces_of

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"\b(?:mark_safe|Markup|render_template_string|autoescape)\b",
    rb"\b(?:innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|autoescape)\b|\bdocument\.write",
    rb"\.send\(\s*(?:[`\"'][^\n]*<|.*req\.)",
    rb"\btemplate\.HTML\(|\bFprintf?\([^\n]*<",
    rb"\b(?:PreEscaped|Html)\(",
    rb"\bgetWriter\(",
)
OBSERVES = (Observes("html/output", "escaped", "whether what is put into HTML is escaped"),)
VERSION = 2

_SAFE = later(
    r"\?\s*[\"'`][^\"'`]*[\"'`]\s*:\s*[\"'`]|escap|sanitiz|DOMPurify|purify|quote|format_html|conditional|static\(|\bint\(|^[A-Z][A-Z0-9_]*$|render|json_script|flatatt|\bt\("
    r"|gettext|^_\(|i18n|\.length$|[iI]d$|[cC]ount$|[iI]ndex$|[wW]idth|[hH]eight|version|number|encode",
)
_OWN = later(r"(?:self|this|cls)\.\w+$")
_BUILT, _UNSURE = 0.85, 0.6
"""What a script of a page inserts is often its own."""


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    yield from _READERS[source.language.family or source.language.name](source)


def _built(
    source: Source, node: Node, argument: Node, *, any_text: bool = False, sure: float = _BUILT
) -> Iterator[Found]:
    """A text with tags in it that is built of what nothing made harmless."""
    argument = origin_of(source, argument)
    pieces = pieces_of(source, argument)
    tags = any_text or any("<" in one.text for one in pieces if not one.inserted)
    outside = from_outside(source, argument)
    if tags and are_built(pieces) and (outside or _is_strange(source, argument, pieces)):
        yield found_at(source, node, "html/output", "escaped", False, confidence=outside or sure)


def _is_strange(source: Source, node: Node, pieces: list[Piece]) -> bool:
    inserted = [one.text for one in pieces if one.inserted]
    return any(
        not _SAFE.search(text) and not _OWN.match(text) and not is_fixed(source, node, text) for text in inserted
    )


def _first(source: Source, calls: Iterator[Call]) -> Iterator[Found]:
    for call in calls:
        if call.positional:
            yield from _built(source, call.node, call.positional[0])


def _python(source: Source) -> Iterator[Found]:
    yield from _first(source, source.calls("mark_safe", "Markup"))
    for call in source.calls("render_template_string"):
        if call.positional:
            yield from _built(source, call.node, call.positional[0], any_text=True)
    for place in source.assignments("autoescape"):
        if isinstance(place.literal, bool) and not place.node.type.endswith("default_parameter"):
            yield found_at(source, place.node, "html/output", "escaped", place.literal)


def _of_page(source: Source, node: Node) -> float:
    """How sure it is that what a script inserts is not its own: a field of something more than a name."""
    inserted = [one.text for one in pieces_of(source, origin_of(source, node)) if one.inserted]
    return _UNSURE if any(_FIELD.search(text) and not _SAFE.search(text) for text in inserted) else DOUBTFUL


_FIELD = later(r"[\w\])]\.(?!innerHTML|outerHTML|join\b|replace\b|map\b|toString\b)[a-z]\w*(?!\w*\()")
_HTML = later(rb"\.(?:innerHTML|outerHTML)\s*\+?=(?!=)")


def _javascript(source: Source) -> Iterator[Found]:
    for place in source.assignments("autoescape"):
        if isinstance(place.literal, bool):
            yield found_at(source, place.node, "html/output", "escaped", place.literal)
    for _, node in source.matches(_HTML):
        at = node.parent
        while at is not None and at.type not in {"assignment_expression", "augmented_assignment_expression", "program"}:
            at = at.parent
        value = at.child_by_field_name("right") if at is not None else None
        if at is not None and value is not None:
            yield from _built(source, at, value, sure=_of_page(source, value))
    for call in source.calls("document.write", "document.writeln", "insertAdjacentHTML"):
        if call.positional:
            yield from _built(source, call.node, call.positional[-1], sure=_of_page(source, call.positional[-1]))
    for call in source.calls("res.send", "res.end", "res.write", "reply.send"):
        if call.positional and from_outside(source, call.positional[0]):
            yield from _built(source, call.node, call.positional[0])


def _go(source: Source) -> Iterator[Found]:
    yield from _first(source, source.calls("template.HTML"))
    for call in source.calls("fmt.Fprintf"):
        template = call.literal("", 1)
        if (
            isinstance(template, str)
            and "<" in template
            and any(from_outside(source, one) for one in call.positional[2:])
        ):
            yield found_at(source, call.node, "html/output", "escaped", False, confidence=_BUILT)


def _rust(source: Source) -> Iterator[Found]:
    yield from _first(source, source.calls("PreEscaped", "Html"))


def _java(source: Source) -> Iterator[Found]:
    for call in source.calls("println", "print", "write"):
        if "getWriter()" in call.written and call.positional and from_outside(source, call.positional[0]):
            yield from _built(source, call.node, call.positional[0])


_READERS = {"python": _python, "javascript": _javascript, "go": _go, "rust": _rust, "java": _java}
