"""SARIF 2.1.0, for GitHub's code scanning and most other viewers.

Uris are relative to ``%SRCROOT%``, fingerprints hold no line numbers, suppressed findings stay in with their reasons,
and skipped files are notifications of the run.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aphoria.finding import BLOCK, FLAG, Finding, Report, Rule, Suppressed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aphoria.walk import Skipped

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "stemeClaim/v1"
_LEVELS = {BLOCK: "error", FLAG: "warning"}
_MOST_SKIPPED = 1000


def write(report: Report) -> str:
    """The report as one SARIF run."""
    rules = report.rules()
    places = {rule.name: place for place, rule in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": "aphoria", "rules": [*map(_rule, rules)]}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "the root of the scan"}}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notes(report.skipped)}],
        "results": [_result(one, places[one.rule.name]) for one in report.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1, ensure_ascii=False) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    text = "\n\n".join(part for part in (rule.text, rule.consequence, f"Source: {rule.cited}") if part)
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.text},
        "fullDescription": {"text": rule.consequence or rule.text},
        "help": {"text": text},
        **({"helpUri": rule.address} if rule.address.startswith("https://") else {}),
        "properties": {"tags": [rule.category] if rule.category else [], "tier": rule.tier},
    }


def _result(one: Finding, place: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": one.rule.name,
        "ruleIndex": place,
        "level": _LEVELS.get(one.level, "note"),
        "message": {"text": one.quoted},
        "locations": [{"physicalLocation": _location(one)}],
        "partialFingerprints": {FINGERPRINT: one.fingerprint},
        "properties": {"level": one.level, "score": one.score, "security-severity": f"{one.score * 10:.1f}"},
    }
    if one.suppressed is not None:
        result["suppressions"] = [_suppression(one.suppressed)]
    return result


def _location(one: Finding) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": max(1, one.line)}
    if one.seen is not None:
        region["endLine"] = max(1, one.line, one.seen.end_line)
        region["snippet"] = {"text": one.seen.text}
    return {"artifactLocation": {"uri": quote(one.file), "uriBaseId": "%SRCROOT%"}, "region": region}


def _suppression(why: Suppressed) -> dict[str, Any]:
    kind = "inSource" if why.by == "comment" else "external"
    return {"kind": kind, "status": "accepted", "justification": why.reason}


def _notes(skipped: Iterable[Skipped]) -> list[dict[str, Any]]:
    worth = [one for one in skipped if one.reason not in ("no language of ours", "never looked into")]
    return [
        {
            "level": "note",
            "message": {"text": f"not looked at: {one.reason}"},
            "locations": [
                {"physicalLocation": {"artifactLocation": {"uri": quote(one.path), "uriBaseId": "%SRCROOT%"}}}
            ],
        }
        for one in worth[:_MOST_SKIPPED]
    ]
