from __future__ import annotations

import pytest

from repo_format import objects
from repo_format.errors import InvalidInput
from repo_format.objects import Reference
from repo_format.objects.claim import Claim
from repo_format.vocabulary import COMPARISONS

OPERANDS: dict[str, dict[str, object]] = {
    "equals": {"value": Reference(ref="a/b")}, "not_equals": {"value": False}, "present": {},
    "absent": {"value": "md5"}, "contains": {"value": "a"}, "not_contains": {"value": "a"},
    "at_least": {"value": 2048}, "at_most": {"value": 0.5},
    "in_range": {"values": (1, 2.5)}, "one_of": {"values": ("a", 1, True, Reference(ref="x"))},
    "matches": {"value": "^a"}, "version_in": {"value": ">=1.2"},
}  # fmt: skip


def made(comparison: str, /, **fields: object) -> Claim:
    good = {
        "author": "aa" * 32, "comparison": comparison, "consequence": "c", "invariant": "i", "name": "n-1",
        "path": "a/*/b", "predicate": "p", "provenance": "v", "status": "active", "tier": 3, "time": 7,
    }  # fmt: skip
    return Claim(**{**good, **OPERANDS[comparison], **fields})  # type: ignore[arg-type]


def test_bytes() -> None:
    assert objects.write(made("in_range", unit="ms", evidence=("e",))) == (
        b'{"author":"' + b"aa" * 32 + b'","comparison":"in_range","consequence":"c","evidence":["e"],"invariant":"i",'
        b'"kind":"claim","name":"n-1","path":"a/*/b","predicate":"p","provenance":"v","status":"active","tier":3,"time":7,'
        b'"unit":"ms","values":[1,2.5],"version":1}'
    )


@pytest.mark.parametrize("comparison", COMPARISONS)
def test_round_trip(comparison: str) -> None:
    payload = made(comparison)
    assert objects.read(objects.write(payload)) == payload


def test_numbers_in_lists_have_one_form() -> None:
    assert objects.write(made("in_range", values=(1.0, 1e20))) == objects.write(made("in_range", values=(1, 1e20)))
    assert b"[1,100000000000000000000]" in objects.write(made("in_range", values=(1.0, 1e20)))


@pytest.mark.parametrize(
    ("comparison", "field", "value"),
    [
        ("equals", "value", None), ("equals", "values", (1,)), ("equals", "comparison", "like"),
        ("one_of", "values", None), ("one_of", "values", ()), ("one_of", "values", [1]),
        ("one_of", "values", tuple(range(65))), ("one_of", "value", 1), ("one_of", "values", (None,)),
        ("in_range", "values", (2, 1)),
        ("in_range", "values", (1,)), ("in_range", "values", (1, "2")), ("in_range", "values", (True, 2)),
        ("at_least", "value", "5"), ("at_most", "value", True), ("contains", "value", 5), ("matches", "value", 5),
        ("version_in", "value", 1.2), ("present", "unit", "ms"), ("contains", "unit", "ms"), ("equals", "name", "A"),
        ("equals", "path", "a*"), ("equals", "predicate", "a/b"), ("equals", "status", "old"), ("equals", "tier", 6),
        ("equals", "supersedes", "n-1"), ("equals", "supersedes", "N"), ("equals", "category", " "),
        ("equals", "consequence", ""), ("equals", "invariant", None), ("equals", "provenance", "\r"),
        ("equals", "evidence", ()), ("equals", "evidence", ("",)), ("equals", "evidence", ["e"]),
    ],
)  # fmt: skip
def test_refused(comparison: str, field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        objects.write(made(comparison, **{field: value}))
    assert caught.value.field == field
