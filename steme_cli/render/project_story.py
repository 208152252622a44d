"""A project told to somebody who is new to it: what is claimed, why, and what holds; and an empty one how to begin."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aphoria.categories import by_category
from aphoria.coverage import coverage
from aphoria.verification import CONFLICT, MISSING, PASS
from aphoria.verification_findings import value_text
from repo_format.vocabulary import TIERS
from steme_cli import output
from steme_cli.pager import paged
from steme_cli.render import figures
from steme_cli.render.text import safe

if TYPE_CHECKING:
    from aphoria.survey import Survey
    from aphoria.verification import Verdict

WORDS = {PASS: "holds", CONFLICT: "is contradicted by the code", MISSING: "is shown by nothing"}
_WIDE = 100
_PLACES, _GAPS = 3, 3


def write(stands: Survey) -> None:
    """Write the story, or the five lines for a project about which nothing is claimed."""
    if not stands.entries:
        output.write(_beginning(stands))
        return
    with paged():
        for text, indent in _story(stands):
            wrapped = textwrap.wrap(
                safe(text), _WIDE, initial_indent=indent, subsequent_indent=indent, break_long_words=False
            )
            output.write("\n".join(wrapped) + "\n")


def _beginning(stands: Survey) -> str:
    project, seen = safe(stands.scan.project), figures.count(len(stands.code))
    return (
        f"Nothing is claimed about {project} yet; {seen} observations in {stands.scan.files} files. To begin:\n"
        "  aphoria scan             see where the code contradicts RFCs, OWASP and vendors\n"
        "  aphoria suggest          see drafts of claims, made from the code and its documents\n"
        "  aphoria claims create    write down what the code must do, who decided so, and what breaks otherwise\n"
        "  aphoria verify run       hold the code against it, here, in a hook and in CI\n"
    )


def _story(stands: Survey) -> Iterator[tuple[str, str]]:
    done = stands.verification
    yield f"{stands.scan.project} has {_number(len(done.verdicts), 'active claim')}.", ""
    for verdict, word in WORDS.items():
        names = [one.claim.name for one in done.with_verdict(verdict)]
        if names:
            told = ": " + ", ".join(names) if verdict != PASS else ""
            yield f"{len(names)} {word if len(names) == 1 else _PLURAL[verdict]}{told}.", ""
    for category, verdicts in by_category(done.verdicts).items():
        yield "", ""
        yield category.upper(), ""
        for one in verdicts:
            yield from _claim(one)
    yield from _rest(stands)


_PLURAL = {PASS: "hold", CONFLICT: "are contradicted by the code", MISSING: "are shown by nothing"}


def _claim(one: Verdict) -> Iterator[tuple[str, str]]:
    claim = one.claim
    yield f"{claim.name} {WORDS[one.verdict]}: {claim.invariant}", "  "
    yield f"Otherwise: {claim.consequence}", "      "
    yield f"Decided: {claim.provenance} ({TIERS[claim.tier]})", "      "
    yield f"Now: {now(one)}", "      "


def now(one: Verdict) -> str:
    """Where the code says what, in a sentence."""
    about = one.contrary if one.verdict != PASS else one.fitting
    if not about:
        return one.note or "nothing was observed"
    places = ", ".join(f"{seen.file}:{seen.line} is {value_text(seen)}" for seen in about[:_PLACES])
    return places + (f" and {len(about) - _PLACES} more" if len(about) > _PLACES else "")


def _rest(stands: Survey) -> Iterator[tuple[str, str]]:
    found = coverage(stands)
    waiting = [one.claim.name for one in stands.entries if one.claim.status == "draft"]
    yield "", ""
    if waiting:
        yield f"{_number(len(waiting), 'draft')} waiting for `aphoria claims promote`: {', '.join(waiting)}.", ""
    if found.gaps:
        told = ", ".join(f"{gap.about} {gap.predicate} ({gap.observations})" for gap in found.gaps[:_GAPS])
        yield f"Nobody claims {_number(found.total.unclaimed, 'observation')}; most often {told}.", ""
        yield "`aphoria suggest` drafts claims for them; `aphoria claims explain ID` tells one claim in full.", ""


def _number(count: int, word: str) -> str:
    return f"{figures.count(count)} {word}{'s' * (count != 1)}"
