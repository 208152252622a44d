"""Secrets that stand in the code under a name that says so: passwords, keys, tokens, addresses.

The text of a secret is never kept. Placeholders, names of settings, paths and sentences are none.
"""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from aphoria.extractor import MASKED, Found, Observes
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax.assignment import Assignment, assignment_of
from aphoria.syntax.secrets import kind_of, may_be_secret

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"(?i)(?:pass(?:word|wd|phrase)|pwd|api_?key|secret|_?token|(?:private|access|encryption)_?key)[\"'\]]*\s*(?::=|=|:)\s*(?:&?\w+\s*=\s*)?[\"'`]",
    rb"://[^\s/:@\"'`{}<>$%]+:[^\s/:@\"'`{}<>$%]{3,}@[\w.-]",
)
OBSERVES = (
    Observes("secret/*", "hardcoded", "whether a secret stands in the code: secret/password, secret/api-key ..."),
)
VERSION = 2

_NAMED = later(
    rb"(?i)((?:pass(?:word|wd|phrase)|pwd|api_?key|secret|_?token|(?:private|access|encryption|secret)_?key))[\"'\]]*\s*"
    rb"(?::\s*[&'\w\[\]<> ]{1,30}?\s*)?(?::=|=(?!=)|:)\s*[brfu&]{0,2}[\"'`]"
)
_URL = later(
    rb"\b((?:postgres(?:ql)?|mysql|mariadb|mongodb|rediss?|amqps?|mssql|oracle|https?|s?ftp|smtps?|ldaps?|clickhouse)(?:\+\w+)?)://"
    rb"([^\s/:@\"'`{}<>$%]+):([^\s/:@\"'`{}<>$%]{3,})@([\w.-]+)"
)
_PUBLIC = later(rb"(?i)example|localhost|127\.0\.0\.1|^host|^server|\.test$|^db$|^postgres$|^redis$|^mysql$|^proxy")
_PLAIN = later(
    rb"(?i)^(?:pass(?:w(?:or)?d)?|pw|pwd|secret|user(?:name)?|guest|token|xxx+|\*+|\.+|key|api_?key|postgres|root|test\w*|example|changeme|foo|bar"
    rb"|port|password\d*|my_?password)$"
)
_PREFIX = 4
"""Bytes before the text of a literal begins, at most: a letter and three quotes."""
_QUOTES = (b'"', b"'", b"`")
_UNSURE, _SURE = 0.85, 0.9


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for match in _NAMED.finditer(source.data):
        node = source.node_at(match.start(1), match.end(1))
        place = assignment_of(source, node, match.start(1)) if node is not None else None
        kind = kind_of(place.name) if place is not None else ""
        if place is not None and kind and _is_secret(place, kind):
            yield _found(kind, place.node, place.name, _UNSURE)
    for match in _URL.finditer(source.data):
        node = source.node_at(match.start(), match.end())
        if (
            node is None
            or not source.is_text(node)
            or match.start() - node.start_byte > _PREFIX
            or source.data[match.start() - 1 : match.start()] not in _QUOTES
        ):
            continue  # an address inside a longer text explains something
        if not _PLAIN.match(match[3]) and match[3] != match[2] and not _PUBLIC.search(match[4]):
            yield _found("url-password", node, match[1].decode() + "://", _SURE)


def _is_secret(place: Assignment, kind: str) -> bool:
    text = place.literal
    if not isinstance(text, str) or text.lower() == place.name.rpartition(".")[2].lower():
        return False
    return may_be_secret(text, kind)


def _found(kind: str, node: Node, name: str, confidence: float) -> Found:
    lines = (node.start_point[0] + 1, node.end_point[0] + 1)
    return Found(f"secret/{kind}", "hardcoded", True, lines, f"{name} {MASKED}", confidence=confidence)
