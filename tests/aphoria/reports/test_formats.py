"""Every report format, given the same report; what other programs read is parsed again."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree as Xml

import pytest

from aphoria import report as reports
from aphoria.finding import Finding, Report, Rule, Suppressed, in_order
from aphoria.observation import Observation
from aphoria.walk import Skipped
from repo_format.errors import InvalidInput

RULE = Rule(
    "tls-verify",
    "Certificates MUST be verified.",
    "RFC 9325",
    0,
    "section 3.1",
    "https://example.org/a",
    "Anyone can listen.",
)
HOSTILE = "a|b`<script>\x1b[31m]]>,:%\n::error::x"
SEEN = Observation(
    "src/a b.py", 3, "code://python/p/a/tls/certificate", "verified", False, end_line=4, text="verify=False"
)


def _finding(level: str, line: int, **more: object) -> Finding:
    one = Finding(RULE, level, 0.9, "certificates are not verified", "src/a b.py", line, SEEN)
    return replace(one, **more)  # type: ignore[arg-type]


REPORT = Report(
    root="/root",
    findings=in_order(
        [
            _finding("block", 3),
            _finding("flag", 9, suppressed=Suppressed("comment", "ours")),
            _finding("missing", 0, seen=None, file=".aphoria/claims.toml"),
            _finding("note", 5, message=HOSTILE, rule=replace(RULE, name="odd", address="javascript:x")),
        ]
    ),
    files=5,
    observations=9,
    skipped=(Skipped("big.py", "too large"), Skipped("README.md", "no language of ours")),
    passed=("claim-a", "claim-b"),
)


@pytest.mark.parametrize("name", reports.names())
def test_an_empty_report_is_written_too(name: str) -> None:
    assert isinstance(reports.writer(name)(Report("/root", ())), str)


def test_a_format_that_is_none_is_said() -> None:
    with pytest.raises(InvalidInput, match="there are github, gitlab"):
        reports.writer("docx")


def test_fingerprints_hold_no_line_and_tell_equal_findings_apart() -> None:
    first, second = in_order([_finding("block", 3), _finding("block", 30)])
    moved, _ = in_order([_finding("block", 5), _finding("block", 50)])
    assert first.fingerprint == moved.fingerprint != second.fingerprint
    assert len({one.fingerprint for one in REPORT.findings}) == 4


def test_json_has_everything() -> None:
    document = json.loads(reports.writer("json")(REPORT))["aphoria.report/v1"]
    assert document["counts"] == {"block": 1, "flag": 0, "missing": 1, "note": 1}
    assert [one["suppressed"] for one in document["findings"]].count(None) == 3
    assert document["rules"]["tls-verify"]["section"] == "section 3.1"
    assert document["skipped"][0] == {"path": "big.py", "reason": "too large"}


def test_json_lines_are_one_finding_each() -> None:
    lines = reports.writer("jsonl")(REPORT).splitlines()
    assert [json.loads(line)["level"] for line in lines] == [one.level for one in REPORT.findings]


def test_sarif_keeps_suppressed_findings_and_relative_places() -> None:
    (run,) = json.loads(reports.writer("sarif")(REPORT))["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["odd", "tls-verify"]
    by_line = {one["locations"][0]["physicalLocation"]["region"]["startLine"]: one for one in run["results"]}
    assert by_line[9]["suppressions"] == [{"kind": "inSource", "status": "accepted", "justification": "ours"}]
    assert by_line[3]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "src/a%20b.py"
    assert by_line[3]["level"] == "error"
    assert by_line[3]["partialFingerprints"] == {"stemeClaim/v1": REPORT.findings[1].fingerprint}
    rules = run["tool"]["driver"]["rules"]
    assert [rule.get("helpUri") for rule in rules] == [None, "https://example.org/a"]
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert [note["message"]["text"] for note in notes] == ["not looked at: too large"]


def test_gitlab_has_what_it_needs_and_only_what_counts() -> None:
    issues = json.loads(reports.writer("gitlab")(REPORT))
    assert {tuple(sorted(one)) for one in issues} == {
        ("check_name", "description", "fingerprint", "location", "severity")
    }
    assert [one["severity"] for one in issues] == ["minor", "blocker", "info"]
    assert all(one["location"]["lines"]["begin"] >= 1 for one in issues)


def test_junit_counts_what_it_holds() -> None:
    suite = Xml.fromstring(reports.writer("junit")(REPORT))
    cases = suite.findall("testcase")
    assert int(suite.get("tests", "")) == len(cases) == 5
    assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure")) == 2
    assert int(suite.get("skipped", "")) == len(suite.findall("testcase/skipped")) == 1


def test_a_message_cannot_write_an_annotation_of_its_own() -> None:
    lines = reports.writer("github")(REPORT).splitlines()
    assert len(lines) == 3
    shown = "certificates are not verified. Certificates MUST be verified. (RFC 9325, section 3.1)"
    assert lines[1] == f"::error file=src/a b.py,line=3,endLine=4,title=tls-verify::{shown}"
    assert "%0A::error::x" in lines[2]


def test_markdown_shows_no_markup_of_strangers() -> None:
    text = reports.writer("markdown")(REPORT)
    assert text.startswith("# aphoria: 1 block, 1 missing, 1 note\n")
    assert "\\<script\\>" in text
    assert "<script>" not in text
    assert "javascript:x" not in text
    assert "](<https://example.org/a>)" in text
    assert "1 suppressed" in text


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif"])
def test_who_sees_one_sentence_sees_who_says_so(name: str) -> None:
    assert "not verified. Certificates MUST be verified. (RFC 9325, section 3.1)" in reports.writer(name)(REPORT)
