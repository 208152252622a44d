"""Applying suppressions to findings, and reporting those that are good for nothing."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from aphoria.finding import NOTE, Finding, Rule, Suppressed
from aphoria.suppression import Suppression, unused
from repo_format.errors import shown

COMMENTS = Rule(
    "suppression",
    "A comment that has findings ignored gives a reason, has not expired, and still ignores something.",
    "aphoria",
    3,
    consequence="What nobody needs any more hides what comes next.",
)


def suppressed(
    findings: Iterable[Finding], comments: Sequence[Suppression], extractors: Collection[str], *, whole: bool
) -> list[Finding]:
    """The findings, those that a comment covers marked as such, and notes on comments that do not count.

    Only a run over everything (``whole``) can tell that a comment ignores nothing. ``extractors`` are the names there
    are: a comment with another one ignores nothing in any run.
    """
    by_file: dict[str, list[Suppression]] = {}
    for comment in comments:
        by_file.setdefault(comment.file, []).append(comment)
    used: list[Suppression] = []
    marked: list[Finding] = []
    for finding in findings:
        cover = _cover(finding, by_file.get(finding.file, ()))
        if cover is not None:
            used.append(cover)
            finding = replace(finding, suppressed=Suppressed("comment", cover.reason))  # noqa: PLW2901
        marked.append(finding)
    marked += [_note(one, f"this comment {one.problem}") for one in comments if one.problem]
    unknown = [(one, name) for one in comments for name in sorted(one.extractors.difference(extractors))]
    marked += [_note(one, f"this comment names {_near(name, extractors)}") for one, name in unknown]
    if whole:
        idle = set(unused(comments, used)).difference(one for one, _ in unknown)
        marked += [_note(one, "this comment ignores nothing any more") for one in comments if one in idle]
    return marked


def _near(name: str, extractors: Collection[str]) -> str:
    near = difflib.get_close_matches(name, extractors, n=1)
    return f"{shown(name)}, and no extractor is called so" + (f"; did you mean {near[0]}?" if near else "")


def _cover(finding: Finding, comments: Iterable[Suppression]) -> Suppression | None:
    if finding.seen is None or finding.suppressed is not None:
        return None
    return next((one for one in comments if one.covers(finding.seen)), None)


def _note(one: Suppression, message: str) -> Finding:
    return Finding(COMMENTS, NOTE, 0.0, message, one.file, one.line)
