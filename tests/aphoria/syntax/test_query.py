"""What makes a query that is built dangerous."""

from __future__ import annotations

import pytest

from aphoria.language import known
from aphoria.observation import DOUBTFUL
from aphoria.source import Source
from aphoria.syntax.pieces import pieces_of
from aphoria.syntax.query import danger

QUERIES = [
    ("f\"SELECT a FROM t WHERE b = '{x}'\"", 0.85),
    ('"SELECT a FROM t WHERE b = %s" % x', 0.8),
    ('"SELECT a FROM t LIMIT " + x', 0.8),
    ("f\"SELECT a FROM t WHERE b = '{request.GET['x']}'\"", 0.95),
    ('f"SELECT a FROM {table}"', DOUBTFUL),
    ('f"ALTER SESSION SET a = {x}"', DOUBTFUL),
    ('f"SELECT a FROM t WHERE b = {self.x}"', DOUBTFUL),
    ('f"SELECT a FROM t WHERE b = {LIMIT}"', 0.0),
    ('f"SELECT a FROM t WHERE b = {int(x)}"', 0.0),
    ('"SELECT a FROM t WHERE b IN (" + ",".join(["?"] * 3) + ")"', 0.0),
]


@pytest.mark.parametrize(("query", "expected"), QUERIES)
def test_what_is_inserted_and_where_decides(query: str, expected: float) -> None:
    code = f"def v(request):\n    f({query})"
    source = Source("file.py", code.encode(), known()["python"], "project", ("file",))
    node = next(iter(source.calls("f"))).positional[0]
    assert danger(source, node, pieces_of(source, node)) == expected
