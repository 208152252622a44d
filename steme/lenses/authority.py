"""The strongest class of evidence wins, and within it the most confident of the most trusted."""

from __future__ import annotations

from steme import scoring
from steme.candidate import Candidate, by_confidence, by_tier
from steme.context import NEUTRAL, TRUST, Context
from steme.lens import Resolution, first

NEEDS = frozenset((TRUST,))


def resolve(found: list[Candidate], context: Context = NEUTRAL) -> Resolution:
    """The candidate of the strongest tier with the largest confidence x trust in its author; ties as for every lens."""
    return Resolution("authority", winner(found, context) if found else None, scoring.sides(found))


def winner(found: list[Candidate], context: Context) -> Candidate:
    """The candidate that wins, of which there is one at least."""
    tiers = list(map(by_tier, found))
    strongest = min(tiers)
    if tiers.count(strongest) < len(found):
        found = [one for one, tier in zip(found, tiers, strict=True) if tier == strongest]
    return best_of(found, context)


def best_of(found: list[Candidate], context: Context) -> Candidate:
    """The candidate of the largest confidence x trust, of some of one tier."""
    if not context.trust:  # everybody is trusted alike
        return first(found, by_confidence)
    return first(found, lambda claim: claim.confidence * context.trust_in(claim))
