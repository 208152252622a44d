"""GitLab's code quality report, which merge requests show."""

from __future__ import annotations

import json

from aphoria.finding import BLOCK, FLAG, MISSING, Report

_SEVERITIES = {BLOCK: "blocker", FLAG: "major", MISSING: "minor"}


def write(report: Report) -> str:
    """The findings that count, as a JSON array; its fields are those that GitLab documents as needed."""
    issues = [
        {
            "description": one.quoted,
            "check_name": one.rule.name,
            "fingerprint": one.fingerprint,
            "severity": _SEVERITIES.get(one.level, "info"),
            "location": {"path": one.file, "lines": {"begin": max(1, one.line)}},
        }
        for one in report.counting
    ]
    return json.dumps(issues, indent=1, ensure_ascii=False) + "\n"
