"""Whether XML parsers resolve external entities."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.pattern import later
from aphoria.source import Source

LANGUAGES = ("python", "javascript", "java")
HINTS = (
    rb"\bresolve_entities\b|\bdefusedxml\b|\bfeature_external_[gp]es\b",
    rb"\bnoent\b|\breplaceEntities\b",
    rb"\bexternal-(?:general|parameter)-entities\b|\bdisallow-doctype-decl\b|\bsetExpandEntityReferences\b",
    rb"\bIS_SUPPORTING_EXTERNAL_ENTITIES\b|\bDocumentBuilderFactory\b|\bSAXParserFactory\b|\bXMLInputFactory\b|\bSAXBuilder\b",
)
OBSERVES = (Observes("xml/entities", "resolved", "whether a parser resolves external entities"),)
VERSION = 2

_FEATURES = {"external-general-entities": False, "external-parameter-entities": False, "disallow-doctype-decl": True}
"""Features of Java's parsers, and whether switching them on forbids entities."""
_HARDENED = later(
    rb"disallow-doctype-decl|external-general-entities|FEATURE_SECURE_PROCESSING|ACCESS_EXTERNAL_DTD|SUPPORT_DTD"
    rb"|IS_SUPPORTING_EXTERNAL_ENTITIES|setEntityResolver|setExpandEntityReferences"
)
_FACTORIES = ("DocumentBuilderFactory.newInstance", "SAXParserFactory.newInstance", "XMLInputFactory.newInstance",
              "XMLInputFactory.newFactory", "SAXBuilder")  # fmt: skip
_EMPTY = later(rb"\s*\.newDocumentBuilder\(\)\s*\.newDocument\(")
"""A new document is made, nothing is parsed."""
_UNSURE = 0.75


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    language = source.language.family or source.language.name
    yield from {"python": _python, "javascript": _javascript, "java": _java}[language](source)


def _python(source: Source) -> Iterator[Found]:
    for call in source.calls("XMLParser", "iterparse"):
        state = call.literal("resolve_entities")
        if isinstance(state, bool):
            yield found_at(source, call.node, "xml/entities", "resolved", state)
    for call in source.calls("setFeature"):
        state = call.literal("", 1)
        if isinstance(state, int) and call.positional and "feature_external_" in source.text(call.positional[0]):
            yield found_at(source, call.node, "xml/entities", "resolved", bool(state))
    for call in source.calls("parse", "fromstring", "iterparse", "parseString"):
        if call.name.startswith("defusedxml"):
            yield found_at(source, call.node, "xml/entities", "resolved", False)


def _javascript(source: Source) -> Iterator[Found]:
    for place in source.assignments("noent", "replaceEntities"):
        if isinstance(place.literal, bool):
            yield found_at(source, place.node, "xml/entities", "resolved", place.literal)


def _java(source: Source) -> Iterator[Found]:
    for call in source.calls("setFeature", "setAttribute"):
        name, state = str(call.literal("", 0) or "").rpartition("/")[2], call.literal("", 1)
        if name in _FEATURES and isinstance(state, bool):
            yield found_at(source, call.node, "xml/entities", "resolved", state != _FEATURES[name])
    for call in source.calls("setExpandEntityReferences"):
        state = call.literal("", 0)
        if isinstance(state, bool):
            yield found_at(source, call.node, "xml/entities", "resolved", state)
    for call in source.calls("setProperty"):
        state = call.literal("", 1)
        if (
            call.positional
            and source.text(call.positional[0]).endswith("IS_SUPPORTING_EXTERNAL_ENTITIES")
            and isinstance(state, bool)
        ):
            yield found_at(source, call.node, "xml/entities", "resolved", state)
    if not _HARDENED.search(source.data):
        for call in source.calls(*_FACTORIES):
            if not _EMPTY.match(source.data, call.node.end_byte):
                yield found_at(source, call.node, "xml/entities", "resolved", True, confidence=_UNSURE)
