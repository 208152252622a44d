from __future__ import annotations

from typing import Any

import pytest

from aphoria import comparison
from aphoria.observation import Value
from repo_format.errors import InvalidInput
from repo_format.payload import Reference
from repo_format.vocabulary import COMPARISONS
from tests.aphoria.claims_and_observations import claim, seen

CASES: list[tuple[str, Any, str | None, Value, str, bool]] = [
    # comparison, operand, its unit, observed, its unit, holds
    ("equals", True, None, True, "", True),
    ("equals", True, None, 1, "", False),
    ("equals", 1, None, True, "", False),
    ("equals", "true", None, True, "", False),
    ("equals", 30, "s", 30, "", True),
    ("equals", 30, "s", 30_000, "ms", True),
    ("equals", 30, "s", 30, "MiB", False),
    ("equals", Reference("go/http"), None, "go/http", "", True),
    ("not_equals", "none", None, "RS256", "", True),
    ("not_equals", "none", None, "none", "", False),
    ("present", None, None, 5, "", True),
    ("present", "RS256", None, "HS256", "", False),
    ("absent", None, None, 5, "", False),
    ("absent", "HS256", None, "RS256", "", True),
    ("absent", "HS256", None, "HS256", "", False),
    ("contains", "SHA", None, "SHA256", "", True),
    ("contains", "sha", None, "SHA256", "", False),
    ("not_contains", "MD5", None, "HMAC-MD5", "", False),
    ("at_least", 2048, None, 2048, "", True),
    ("at_least", 2048, None, 1024, "", False),
    ("at_least", 2048, None, "2048", "", False),
    ("at_least", 1, "min", 60, "s", True),
    ("at_most", 10, "s", 10_001, "ms", False),
    ("at_most", 0.3, None, 0.1 + 0.2, "", True),
    ("in_range", (1, 10), None, 10, "", True),
    ("in_range", (1, 10), None, 11, "", False),
    ("in_range", (1, 10), "s", 500, "ms", False),
    ("one_of", ("RS256", "ES256"), None, "ES256", "", True),
    ("one_of", ("RS256", "ES256"), None, "HS256", "", False),
    ("matches", r"v\d+", None, "v12", "", True),
    ("matches", r"v\d+", None, "v12-rc", "", False),
    ("matches", r"(a*)*b", None, "a" * 40, "", False),
    ("version_in", ">=2.1,<3", None, "2.31.0", "", True),
    ("version_in", ">= 2.1, < 3", None, "3.0", "", False),
    ("version_in", "^1.2.3", None, "1.9", "", True),
    ("version_in", "^0.2.3", None, "0.3.0", "", False),
    ("version_in", "~1.2.3", None, "1.3.0", "", False),
    ("version_in", "^1.2 || ^3", None, "3.4", "", True),
    ("version_in", "=1.2.3", None, "v1.2.3", "", True),
    ("version_in", ">=2", None, "==2.31.0", "", True),
    ("version_in", ">=2", None, "^1.9", "", False),
    ("version_in", ">=2", None, "latest", "", False),
    ("version_in", "nonsense", None, "1.0", "", False),
]


@pytest.mark.parametrize(("name", "operand", "unit", "value", "seen_unit", "holds"), CASES)
def test_it_holds_where_it_says(
    name: str, operand: Any, unit: str | None, value: Value, seen_unit: str, holds: bool
) -> None:
    field = "values" if name in ("in_range", "one_of") else "value"
    wanted = claim(name, **{field: operand, "unit": unit})
    assert comparison.known()[name].holds(seen(value, seen_unit), wanted) is holds


def test_there_is_one_for_every_word_of_the_format() -> None:
    assert set(comparison.known()) == set(COMPARISONS)
    assert {name for name, *_ in CASES} == set(COMPARISONS)
    assert all(10 < len(one.summary) < 90 for one in comparison.known().values())


def test_an_expression_that_is_none_is_said() -> None:
    with pytest.raises(InvalidInput, match="not a regular expression"):
        comparison.known()["matches"].holds(seen("x"), claim("matches", "(?=x)"))


@pytest.mark.parametrize(
    ("name", "operand"),
    [("matches", "(a+"), ("matches", "(?=x)"), *(("version_in", one) for one in (">=1,<<2", "newest", "^x", ">=1 ||"))],
)
def test_an_operand_without_a_meaning_is_refused_before_it_is_needed(name: str, operand: str) -> None:
    with pytest.raises(InvalidInput, match=r"is not a (regular expression|range of versions)"):
        comparison.named(name).check(claim(name, operand))


@pytest.mark.parametrize(("name", "operand"), [(name, one) for name, one, *_ in CASES if one != "nonsense"])
def test_what_has_a_meaning_is_not(name: str, operand: Any) -> None:
    comparison.named(name).check(claim(name, **{"values" if name in ("in_range", "one_of") else "value": operand}))
