"""Suggesting claims: drafts of all origins, through the gates, the best first. Nothing is asked of any network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from aphoria.claims.drafting import free_name
from aphoria.suggesting import gates
from aphoria.suggesting.draft import Suggestion
from aphoria.suggesting.observed import from_authorities, from_claims, from_habits
from aphoria.suggesting.style import stem_of
from aphoria.suggesting.written import from_documents

if TYPE_CHECKING:
    from aphoria.conflicts import Authorities
    from aphoria.survey import Survey
    from repo_format.objects.claim import Claim


@dataclass(frozen=True, slots=True)
class Suggested:
    """The suggestions, the best first, and how many drafts were left out, by reason."""

    suggestions: tuple[Suggestion, ...]
    left_out: dict[str, int]


def suggest(stands: Survey, authorities: Authorities, known: Iterable[Claim], limit: int) -> Suggested:
    """At most ``limit`` suggestions for a project. ``known`` are the claims behind the ``authorities``."""
    drafts = [
        *from_documents(stands, known),
        *from_authorities(stands, authorities),
        *from_claims(stands),
        *from_habits(stands),
    ]
    kept, left_out = gates.passed(drafts, stands.claims, stands.visibility)
    return Suggested(tuple(_named(kept[:limit], stands.claims)), left_out)


def _named(suggestions: Iterable[Suggestion], claims: Sequence[Claim]) -> Iterable[Suggestion]:
    """The suggestions with names that no two of them share."""
    taken = list(claims)
    for one in suggestions:
        name = free_name(stem_of(one.claim.path, claims), taken)
        claim = msgspec.structs.replace(one.claim, name=name)
        taken.append(claim)
        yield Suggestion(claim, one.origin, one.reasons, one.seen, one.quoted, one.place, one.sourced)
