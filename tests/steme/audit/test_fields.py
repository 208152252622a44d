"""docs/format/audit.md names the fields that a record has."""

from __future__ import annotations

import re
from pathlib import Path

from steme.audit.fields import Asked, Fields, Given, Policy

PAGE = (Path(__file__).parents[3] / "docs" / "format" / "audit.md").read_text()
ROWS = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE, re.MULTILINE))


def test_the_fields() -> None:
    assert set(ROWS) == set(Fields.__struct_fields__)
    for name, kind in (("question", Asked), ("policy", Policy), ("answer", Given)):
        assert [field for field in kind.__struct_fields__ if f"`{field}`" not in ROWS[name]] == []


def test_they_are_declared_in_the_order_of_canonical_json() -> None:
    for kind in (Asked, Fields, Given, Policy):
        assert list(kind.__struct_fields__) == sorted(kind.__struct_fields__)
