"""JSON Lines: one finding a line, suppressed ones too."""

from __future__ import annotations

import json

from aphoria.finding import Report
from aphoria.reports.json import as_mapping


def write(report: Report) -> str:
    """One object for each finding, in order."""
    return "".join(json.dumps(as_mapping(one), ensure_ascii=False) + "\n" for one in report.findings)
