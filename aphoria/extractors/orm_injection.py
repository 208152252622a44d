"""Whether raw queries and conditions for an ORM are put together in the call."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax.building import are_built
from aphoria.syntax.origin import origin_of
from aphoria.syntax.pieces import pieces_of
from aphoria.syntax.query import danger

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"\bRawSQL\b|\.raw\(|\.extra\(|\btext\(\s*(?:[rf]*[\"']|\w+\.format)",
    rb"\$where\b",
    rb"\b(?:sequelize|Sequelize|knex|prisma|queryRawUnsafe|executeRawUnsafe|createQueryBuilder)\b",
    rb"\.(?:Where|Raw|Order|Having|Joins|Or|Not)\((?:\"[^\"\n]*\"\s*\+|fmt\.Sprintf)",
    rb"\bsql_query\b|\bfrom_string\b|\bStatement::from_",
    rb"\bcreate(?:Native|SQL)?Query\b",
)
OBSERVES = (Observes("orm/query", "built", "whether a raw query for an ORM is put together in the call"),)
VERSION = 2

_CALLS = {
    "python": ("objects.raw", "RawSQL", "text", "extra"),
    "javascript": ("sequelize.query", "sequelize.literal", "knex.raw", "whereRaw", "orderByRaw", "havingRaw",
                   "$queryRawUnsafe", "$executeRawUnsafe", "where", "andWhere", "orWhere"),
    "go": ("Where", "Raw", "Order", "Having", "Joins", "Or", "Not"),
    "rust": ("sql_query", "Statement.from_string"),
    "java": ("createQuery", "createNativeQuery", "createSQLQuery"),
}  # fmt: skip
_CONDITION = later(
    r"\b(?:SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|AND|OR|LIKE|IN)\b|\w\s*(?:=|<|>|!=)\s*['\"]?\s*$|\w\s*[=<>]",
    re.IGNORECASE,
)
_PLACES = 2


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    yield from _calls(source)
    for place in source.assignments("$where") if source.language.family == "javascript" else ():
        pieces = pieces_of(source, place.value)  # a condition of MongoDB that is JavaScript
        if are_built(pieces) and (confidence := danger(source, place.value, pieces)):
            yield found_at(source, place.node, "orm/query", "built", True, confidence=confidence)


def _calls(source: Source) -> Iterator[Found]:
    for call in source.calls(*_CALLS[source.language.family or source.language.name]):
        last = call.name.rpartition(".")[2]
        if last == "text" and not call.name.startswith(("sqlalchemy", "sa.")):
            continue
        nodes = [
            *call.positional[:_PLACES],
            *(call.named[name] for name in ("where", "order_by") if name in call.named),
        ]
        for node in nodes:
            inner = node.named_children[0] if node.type in {"list", "array"} and node.named_children else node
            inner = origin_of(source, inner)
            pieces = pieces_of(source, inner)
            if not are_built(pieces) or not _CONDITION.search("".join(one.text for one in pieces if not one.inserted)):
                continue
            if confidence := danger(source, inner, pieces):
                yield found_at(source, call.node, "orm/query", "built", True, confidence=confidence)
                break
