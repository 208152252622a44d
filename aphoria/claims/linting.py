"""What is the matter with claims beyond their form: things that make them useless or untrue later."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aphoria.claims.drafting import covering
from aphoria.claims.entry import SIGNED, Entry
from aphoria.matching import segments
from aphoria.verification import ACTIVE
from repo_format.objects.claim import Claim

if TYPE_CHECKING:
    from aphoria.visibility import Visibility

ERROR, WARNING = "error", "warning"
_WORD = re.compile(r"\b(MUST|SHOULD|SHALL|MAY)\b")
_SHORT = 15
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the claim ``name``, which begins in ``line``."""

    line: int
    name: str
    severity: str
    text: str


def problems(entries: Sequence[Entry], visibility: Visibility) -> list[Problem]:
    """Every problem, in the order of the file. Errors are what makes a claim no evidence; the rest is advice."""
    claims = [entry.claim for entry in entries]
    return [
        Problem(entry.line, entry.claim.name, severity, text)
        for entry in entries
        for severity, text in _of(entry, claims, visibility)
    ]


def _of(entry: Entry, claims: Sequence[Claim], visibility: Visibility) -> Iterator[tuple[str, str]]:
    claim = entry.claim
    if entry.state != SIGNED:
        yield ERROR, f"is {entry.state}; run `aphoria claims sign {claim.name}`"
    if len(segments(claim.path)) < _LEAST:
        yield ERROR, "has a path of one segment, which is about nothing; it needs topic and leaf"
    yield from _chain(claim, claims)
    if claim.status == ACTIVE:
        yield from _advice(claim, claims, visibility)


def _chain(claim: Claim, claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    successors = [one.name for one in claims if one.supersedes == claim.name]
    if len(successors) > 1:
        yield ERROR, f"is superseded by several: {', '.join(successors)}"
    if claim.status == "superseded" and not successors:
        yield WARNING, "is superseded and nothing says by what"
    if successors and claim.status == ACTIVE:
        yield ERROR, f"is active although {successors[0]} supersedes it"


def _advice(claim: Claim, claims: Sequence[Claim], visibility: Visibility) -> Iterator[tuple[str, str]]:
    if not _WORD.search(claim.invariant):
        yield WARNING, "has an invariant without MUST, MUST NOT or SHOULD; how strong is it?"
    for field in ("consequence", "provenance"):
        if len(getattr(claim, field)) < _SHORT:
            yield WARNING, f"has a {field} that says hardly anything"
    if not visibility.extractors_for(claim.path, claim.predicate):
        yield WARNING, "can be seen by no extractor; `aphoria verify map` shows which claims can"
    others = covering(claim, claims)
    if others:
        yield WARNING, f"covers the same as {', '.join(one.name for one in others)}"
