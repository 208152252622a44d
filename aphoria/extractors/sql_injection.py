"""Whether queries are put together from texts and values where they are executed.

What is inserted decides: a constant, a number, a quoted identifier and a list of placeholders are harmless. A name of a
table or column cannot be a parameter, so that one is inserted is observed with little confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.observation import DOUBTFUL
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax.building import are_built
from aphoria.syntax.origin import origin_of
from aphoria.syntax.outside import DIRECT
from aphoria.syntax.pieces import pieces_of
from aphoria.syntax.query import danger

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"[\"'`]\s*(?:SELECT|select)\s[^\"'`]",
    rb"[\"'`]\s*(?:INSERT\s+INTO|insert\s+into|UPDATE|update\s+\w+\s+set|DELETE\s+FROM|delete\s+from|REPLACE\s+INTO)\s",
    rb"[\"'`]\s*(?:(?:CREATE|DROP|ALTER)\s+[A-Z]+|(?:create|drop|alter)\s+(?:table|index|view|database)|WITH\s+\w+\s+AS|GRANT\s+[A-Z]+)\s",
)
OBSERVES = (Observes("sql/query", "built", "whether a query is put together in the call that executes it"),)
VERSION = 2

_EXECUTORS = {
    "python": ("execute", "executemany", "executescript", "read_sql", "read_sql_query",
               "fetch", "fetchrow", "fetchval"),
    "javascript": ("query", "execute", "run", "all", "each", "exec", "prepare", "raw"),
    "go": tuple(f"{name}{end}" for name in ("Query", "QueryRow", "Exec", "Prepare", "Get", "Select")
                for end in ("", "Context")),
    "rust": ("query", "query_as", "query_scalar", "execute", "prepare", "query_row", "batch_execute", "simple_query"),
    "java": ("executeQuery", "executeUpdate", "execute", "prepareStatement", "prepareCall", "addBatch", "query",
             "queryForObject", "queryForList", "queryForMap", "update"),
}  # fmt: skip
_SQL = later(
    r"\s*(?:SELECT\s|INSERT\s+INTO\s|UPDATE\s|DELETE\s+FROM\s|REPLACE\s+INTO\s"
    r"|(?:CREATE|DROP|ALTER|GRANT)\s+\w+|WITH\s+\w+\s+AS\b)",
    re.IGNORECASE,
)
_LAYERS = tuple(f"{one}.{name}" for one in ("self", "this") for name in ("execute", "query", "run", "exec"))
"""What executes its own queries is a layer above a database, which has to build them."""
_PLACES = 2
"""The query is the first argument, or the second after a context or connection."""


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for call in source.calls(*_EXECUTORS[source.language.family or source.language.name]):
        for node in (origin_of(source, one) for one in call.positional[:_PLACES]):
            pieces = pieces_of(source, node)
            if pieces[0].inserted or not _SQL.match(pieces[0].text):
                continue
            if not are_built(pieces):
                yield found_at(source, call.node, "sql/query", "built", False)
            elif confidence := danger(source, node, pieces):
                if call.written.startswith(_LAYERS) and confidence < DIRECT:
                    confidence = DOUBTFUL
                yield found_at(source, call.node, "sql/query", "built", True, confidence=confidence)
            break
