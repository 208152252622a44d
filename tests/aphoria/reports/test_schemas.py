"""SARIF is what the schema of OASIS says it is, whatever is in the report."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from aphoria import report as reports
from aphoria.finding import LEVELS, Finding, Report, Rule, Suppressed, in_order
from aphoria.observation import Observation
from aphoria.walk import Skipped
from tests.aphoria.reports.test_formats import REPORT

SCHEMA = json.loads((Path(__file__).parents[2] / "data" / "sarif" / "sarif-2.1.0.json").read_text())
jsonschema.Draft202012Validator.check_schema(SCHEMA)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

_texts = some.text(max_size=20)
_rules = some.builds(
    Rule,
    _texts.filter(bool),
    _texts,
    _texts,
    some.integers(0, 5),
    _texts,
    some.sampled_from(["", "https://a.org/b#c"]),
    _texts,
    _texts,
)
_seen = some.builds(
    Observation,
    some.just("a.py"),
    some.integers(1, 9),
    some.just("code://python/p/a/b"),
    _texts,
    some.booleans(),
    text=_texts,
)
_findings = some.builds(
    Finding,
    _rules,
    some.sampled_from(LEVELS),
    some.floats(0, 1),
    _texts,
    some.sampled_from(["a.py", "a b/c%.py", "ü/x.py"]),
    some.integers(0, 9),
    some.none() | _seen,
    some.none() | some.builds(Suppressed, some.sampled_from(["comment", "baseline", "acknowledgement"]), _texts),
)


def _problems(report: Report) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(json.loads(reports.writer("sarif")(report)))]


def test_the_schema_notices_what_is_wrong() -> None:
    wrong = json.loads(reports.writer("sarif")(REPORT))
    wrong["runs"][0]["results"][0]["level"] = "grave"
    assert not VALIDATOR.is_valid(wrong)


def test_a_report_with_everything_in_it() -> None:
    assert _problems(REPORT) == []
    assert _problems(Report("/root", ())) == []


@given(some.lists(_findings, max_size=5))
@settings(max_examples=25, deadline=None)
def test_any_report(findings: list[Finding]) -> None:
    assert _problems(Report("/root", in_order(findings), skipped=(Skipped("a\tb", "too large"),))) == []


@pytest.mark.parametrize("field", ["description", "check_name", "fingerprint", "severity", "location"])
def test_gitlab_has_every_field_it_documents(field: str) -> None:
    assert all(issue[field] for issue in json.loads(reports.writer("gitlab")(REPORT)))
