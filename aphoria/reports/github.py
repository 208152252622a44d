"""Annotations in the log of GitHub Actions, which pull requests show beside the line."""

from __future__ import annotations

from aphoria.finding import BLOCK, FLAG, Finding, Report

_WORDS = {BLOCK: "error", FLAG: "warning"}


def write(report: Report) -> str:
    """One line for each finding that counts."""
    return "".join(_line(one) for one in report.counting)


def _line(one: Finding) -> str:
    word = _WORDS.get(one.level, "notice")
    end = max(one.line, one.seen.end_line) if one.seen else one.line
    place = f"file={_property(one.file)},line={max(1, one.line)},endLine={max(1, end)},title={_property(one.rule.name)}"
    return f"::{word} {place}::{_data(one.quoted)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
