"""Findings about code for people: where, what, and who says so."""

from __future__ import annotations

import sys

from aphoria.finding import Finding, Heard, Report
from aphoria.walk import is_unread
from steme_cli import output
from steme_cli.pager import paged
from steme_cli.render.text import safe

_NAMED = 3
_COLORS = {"block": "31;1", "flag": "33;1", "missing": "35;1", "note": "36"}


def write(report: Report) -> None:
    """Write every finding that counts as a paragraph."""
    colored = output.colored(sys.stdout)
    with paged():
        for one in report.counting:
            output.write("\n".join(_lines(one, colored=colored)) + "\n\n")


def unread(report: Report) -> str:
    """A line about files that could not be looked at, the first few by name; "" if there are none."""
    found = [one for one in report.skipped if is_unread(one)]
    named = ", ".join(f"{safe(one.path)} ({safe(one.reason)})" for one in found[:_NAMED])
    more = f" and {len(found) - _NAMED} more, see --format json" if len(found) > _NAMED else ""
    return f"not looked at: {named}{more}" if found else ""


def _lines(one: Finding, *, colored: bool) -> list[str]:
    word = one.level.upper()
    if colored:
        word = f"\x1b[{_COLORS[one.level]}m{word}\x1b[0m"
    lines = [f"{safe(one.file)}:{one.line}: {word} {safe(one.rule.name)}", f"    {safe(one.message)}"]
    if one.seen is not None and one.seen.text:
        lines.append(f"    > {safe(one.seen.text)}")
    lines.append(f"    {safe(one.rule.text)}")
    if one.rule.consequence:
        lines.append(f"    Otherwise: {safe(one.rule.consequence)}")
    lines.append(f"    Source: {safe(one.rule.cited)}" + (f" <{safe(one.rule.address)}>" if one.rule.address else ""))
    if one.heard:
        lines.append(f"    Heard: {'; '.join(map(_heard, one.heard))}")
    return lines


def _heard(one: Heard) -> str:
    """What a tier says: ``regulatory 2 against``."""
    sides = ((len(one.contradicting), "against"), (len(one.agreeing), "for"))
    return f"{one.tier} {', '.join(f'{number} {side}' for number, side in sides if number)}"
