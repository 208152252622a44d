"""JSON with everything a run has to say, under a versioned key."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from aphoria.finding import Finding, Report

KEY = "aphoria.report/v1"


def write(report: Report) -> str:
    """``{"aphoria.report/v1": {...}}``; it only grows."""
    document = {
        "files": report.files,
        "observations": report.observations,
        "passed": report.passed,
        "counts": report.counts(),
        "findings": [as_mapping(one) for one in report.findings],
        "rules": {rule.name: asdict(rule) for rule in report.rules()},
        "skipped": [{"path": one.path, "reason": one.reason} for one in report.skipped],
        **report.extra,
    }
    return json.dumps({KEY: document}, indent=1, ensure_ascii=False) + "\n"


def as_mapping(one: Finding) -> dict[str, Any]:
    """A finding as a JSON object: its rule by name, the observation beside it."""
    return {
        "level": one.level,
        "rule": one.rule.name,
        "message": one.message,
        "file": one.file,
        "line": one.line,
        "end_line": max(one.line, one.seen.end_line) if one.seen else one.line,
        "score": one.score,
        "fingerprint": one.fingerprint,
        "suppressed": asdict(one.suppressed) if one.suppressed else None,
        "observation": asdict(one.seen) if one.seen else None,
        "tiers": [asdict(heard) for heard in one.heard],
    }
