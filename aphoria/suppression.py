"""Suppressions: findings that a team has decided to live with, in a comment beside the code.

    aphoria:ignore[tls_verify] -- the other side is ourselves until=2027-01-01

A comment behind code is about its line, one alone on its line about the next; ``ignore-file`` is about the whole file,
``ignore-start`` and ``ignore-end`` about what lies between them. Several extractors stand with commas; none means all.
A reason is needed. What ignores nothing any more, and what has expired, is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from aphoria.observation import Observation

_FORM = re.compile(r"aphoria:ignore(-file|-start|-end)?(?:\[([\w, *-]*)\])?\s*(?:--\s*(.*))?$")
_UNTIL = re.compile(r"\s*\buntil=(\S+)\s*$")
EXTRACTOR = "markers"
_LAST = 1 << 40


@dataclass(frozen=True, slots=True, order=True)
class Suppression:
    """``first`` and ``last`` are the lines it is about, ``line`` where it stands; ``problem`` says why it counts for
    nothing, "" if it does.
    """

    file: str
    line: int
    first: int
    last: int
    extractors: frozenset[str]
    reason: str
    until: str
    problem: str = ""

    def covers(self, seen: Observation) -> bool:
        """Whether it is about an observation and counts."""
        if self.problem or seen.file != self.file or (self.extractors and seen.extractor not in self.extractors):
            return False
        return self.first <= max(seen.end_line, seen.line) and seen.line <= self.last


def suppressions(observations: Iterable[Observation], today: date) -> list[Suppression]:
    """The suppressions among observations, by file and line; ``today`` decides which have expired."""
    found: list[Suppression] = []
    open_blocks: dict[str, list[tuple[Observation, re.Match[str]]]] = {}
    for one in sorted(seen for seen in observations if _is_ignore(seen)):
        form = _FORM.search(str(one.value))
        if form is None:
            found.append(_made(one, one.line, one.line, None, today, "is not of the form ignore[EXTRACTOR] -- REASON"))
        elif form[1] == "-start":
            open_blocks.setdefault(one.file, []).append((one, form))
        elif form[1] == "-end":
            found.append(_closed(one, open_blocks.get(one.file, []), today))
        else:
            found.append(_made(one, *_lines(one, form[1]), form, today))
    for blocks in open_blocks.values():
        found += [_made(one, one.line, _LAST, form, today, "has no ignore-end") for one, form in blocks]
    return sorted(found, key=lambda one: (one.file, one.line))


def _is_ignore(seen: Observation) -> bool:
    return seen.extractor == EXTRACTOR and seen.path.endswith(("/marker/ignore", "/marker/ignore-behind"))


def _lines(one: Observation, kind: str | None) -> tuple[int, int]:
    if kind == "-file":
        return 1, _LAST
    line = one.line if one.path.endswith("-behind") else one.line + 1
    return line, line


def _closed(end: Observation, blocks: list[tuple[Observation, re.Match[str]]], today: date) -> Suppression:
    if not blocks:
        return _made(end, end.line, end.line, None, today, "ends what was never started")
    begin, form = blocks.pop()
    return _made(begin, begin.line, end.line, form, today)


def _made(
    one: Observation, first: int, last: int, form: re.Match[str] | None, today: date, problem: str = ""
) -> Suppression:
    words = (form[2] or "") if form else ""
    reason, until = _reason_and_date((form[3] or "") if form else "")
    extractors = frozenset(word.strip() for word in words.split(",") if word.strip() not in ("", "*"))
    problem = problem or _problem(reason, until, today)
    return Suppression(one.file, one.line, first, last, extractors, reason, until, problem)


def _reason_and_date(text: str) -> tuple[str, str]:
    found = _UNTIL.search(text)
    return (text[: found.start()].strip(), found[1]) if found else (text.strip(), "")


def _problem(reason: str, until: str, today: date) -> str:
    if not reason:
        return "gives no reason; write -- and why"
    if not until:
        return ""
    try:
        return f"expired on {until}" if date.fromisoformat(until) < today else ""
    except ValueError:
        return f"has until={until}, which is no date such as 2027-01-31"


def unused(every: Sequence[Suppression], used: Iterable[Suppression]) -> Iterator[Suppression]:
    """The suppressions that count and covered nothing."""
    needed = set(used)
    return (one for one in every if not one.problem and one not in needed)
