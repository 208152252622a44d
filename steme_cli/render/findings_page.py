"""What a check has found, for people in paragraphs and for programs in rows."""

from __future__ import annotations

from steme_cli import output
from steme_cli.pager import paged
from steme_cli.render import figures
from steme_cli.render.column import Column
from steme_cli.render.rows import rows
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.checking.check import Report
    from repo_format.checking.finding import Finding

_COLUMNS = ("severity", "what", "file", "byte", "frame", "objects", "message", "advice")
_SHOWN = 8
"""So many ids are written out in a paragraph; all of them are in the rows."""


def write(report: Report, *, format: str | None) -> None:
    """Write every finding: a paragraph each, or rows ``steme.fsck`` in the format that was asked for."""
    if format not in (None, "table"):
        rows("steme.fsck", [Column(name) for name in _COLUMNS], map(_row, report.findings), format=format)
        return
    with paged():
        for finding in report.findings:
            output.write("".join(f"{safe(line)}\n" for line in _lines(finding)))


def summary(report: Report) -> str:
    """One line: how much was looked at, and how it is."""
    objects = f"{figures.count(report.objects)} object{'s' * (report.objects != 1)}"
    commits = f"{figures.count(report.commits)} commit{'s' * (report.commits != 1)}"
    damage = sum(finding.severity == "damage" for finding in report.findings)
    verdict = f"{damage} finding{'s' * (damage != 1)} of damage" if damage else "no damage"
    return f"{objects} in {commits}, {figures.size(report.bytes)} of log: {verdict}"


def _row(finding: Finding) -> dict[str, object]:
    return {**finding.row(), "objects": len(finding.ids) + finding.unnamed}


def _lines(finding: Finding) -> list[str]:
    where = f"{finding.file}, byte {finding.byte}" if finding.byte >= 0 else finding.file
    lines = [f"{finding.severity}: {where}: {finding.message}" if where else f"{finding.severity}: {finding.message}"]
    if finding.ids:
        named = " ".join(figures.short_id(identifier.hex()) for identifier in finding.ids[:_SHOWN])
        more = len(finding.ids) - _SHOWN
        lines.append(f"    objects: {named}" + (f" and {figures.count(more)} more (--format json)" if more > 0 else ""))
    if finding.unnamed:
        lines.append(f"    objects whose ids are not known: {figures.count(finding.unnamed)}")
    if finding.advice:
        lines.append(f"    {finding.advice}")
    return lines
