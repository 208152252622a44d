"""Acknowledgements: findings that a team knows of and accepts, for a reason and perhaps only for a time.

Only what its author has signed counts, and only until its last day. What counts for nothing any more is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from aphoria.acknowledgement_file import FILE, AcknowledgementFile, Entry, until_text
from aphoria.claims.entry import SIGNED
from aphoria.finding import NOTE, Finding, Rule, Suppressed
from aphoria.matching import is_about, segments

if TYPE_CHECKING:
    from aphoria.observation import Observation
    from repo_format.objects.acknowledgement import Acknowledgement

BY = "acknowledgement"
RULE = Rule(
    "acknowledgement",
    "An acknowledgement is signed, has not expired, and is still about something.",
    "aphoria",
    3,
    consequence="What nobody stands for any more hides what comes next.",
)


class Acknowledgements:
    """Those of a project, and further ones that come with its policies, at the moment ``now`` (microseconds)."""

    def __init__(self, entries: Sequence[Entry], now: int, further: Iterable[Acknowledgement] = ()) -> None:
        self._problems = [(one, _problem(one, now)) for one in entries]
        self._entries = [one for one, problem in self._problems if not problem]
        every = [one.said for one in self._entries]
        every += [one for one in further if one.until is None or one.until >= now]
        self._counting = [(segments(one.path), one) for one in every]

    @classmethod
    def of(cls, top: str, now: int, further: Iterable[Acknowledgement] = ()) -> Acknowledgements:
        """Those of the project at ``top``. Raises InvalidInput for a file that is not right."""
        return cls(AcknowledgementFile(top).entries, now, further)

    def covering(self, finding: Finding) -> Acknowledgement | None:
        """The acknowledgement that a finding is covered by, the first of several; None without one."""
        seen = finding.seen
        if seen is None:
            return None
        path = segments(seen.path)
        return next((one for claimed, one in self._counting if _covers(claimed, one, seen, path)), None)

    def suppressed(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings, those that are covered and not yet suppressed marked as such."""
        marked = []
        for finding in findings:
            cover = self.covering(finding) if finding.suppressed is None else None
            marked.append(replace(finding, suppressed=Suppressed(BY, cover.reason)) if cover else finding)
        return marked

    def notes(self, observations: Sequence[Observation], *, whole: bool) -> list[Finding]:
        """Notes on those that do not count, and, after a run over everything (``whole``), on those that are about
        nothing that is observed.
        """
        found = [_note(one, problem) for one, problem in self._problems if problem]
        if whole:
            found += [_note(one, "is about nothing that is observed any more") for one in self.unused(observations)]
        return found

    def unused(self, observations: Sequence[Observation]) -> list[Entry]:
        """Those that count and are about none of the observations."""
        return [one for one in self._entries if not self.about(one, observations)]

    def about(self, entry: Entry, observations: Iterable[Observation]) -> int:
        """How many of the observations one of them is about, whether or not it counts."""
        claimed = segments(entry.said.path)
        return sum(_covers(claimed, entry.said, seen, segments(seen.path)) for seen in observations)

    def state(self, entry: Entry) -> str:
        """Why one of the project's own does not count, "" if it does."""
        return next((problem for one, problem in self._problems if one is entry), "")


def _covers(claimed: Sequence[str], one: Acknowledgement, seen: Observation, path: Sequence[str]) -> bool:
    if one.extractor not in (None, seen.extractor) or one.predicate not in (None, seen.predicate):
        return False
    return is_about(claimed, path)


def _problem(entry: Entry, now: int) -> str:
    if entry.state != SIGNED:
        return f"is {entry.state}; after a review, `aphoria ack sign`"
    until = entry.said.until
    return f"expired on {until_text(until)}" if until is not None and until < now else ""


def _note(one: Entry, problem: str) -> Finding:
    return Finding(RULE, NOTE, 0.0, f"the acknowledgement of {one.said.path} {problem}", FILE, max(one.line, 1))
