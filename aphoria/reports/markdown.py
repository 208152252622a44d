"""Markdown, for the summary of a pipeline or a comment on a pull request."""

from __future__ import annotations

import re

from aphoria.finding import LEVELS, Finding, Report

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~-])")
_WORDS = {"block": "Blocked", "flag": "Flagged", "missing": "Missing", "note": "Notes"}


def write(report: Report) -> str:
    """Headings by level, a table of findings under each, and the rules with their sources at the end."""
    counts = report.counts()
    told = ", ".join(f"{number} {level}" for level, number in counts.items() if number) or "nothing found"
    parts = [f"# aphoria: {told}\n", f"{report.files} files, {report.observations} observations.\n"]
    for level in LEVELS:
        here = [one for one in report.counting if one.level == level]
        if here:
            parts.append(f"## {_WORDS[level]}\n\n| where | what | rule |\n|---|---|---|\n{''.join(map(_row, here))}")
    suppressed = len(report.findings) - len(report.counting)
    if suppressed:
        parts.append(f"{suppressed} suppressed.\n")
    if report.counting:
        parts.append("## Why\n\n" + "".join(_why(report)))
    return "\n".join(parts)


def _row(one: Finding) -> str:
    return f"| {_plain(one.file)}:{one.line} | {_plain(one.message)} | {_plain(one.rule.name)} |\n"


def _why(report: Report) -> list[str]:
    rules = {one.rule.name: one.rule for one in report.counting}
    lines: list[str] = []
    for name, rule in sorted(rules.items()):
        source = _plain(f"{rule.source}, {rule.section}" if rule.section else rule.source)
        if rule.address.startswith("https://"):
            source = f"[{source}](<{rule.address.replace('>', '%3E')}>)"
        lines.append(f"- **{_plain(name)}**: {_plain(rule.text)} {_plain(rule.consequence)} ({source})\n")
    return lines


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
