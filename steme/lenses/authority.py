"""The strongest class of evidence wins, and within it the most confident of the most trusted."""

from __future__ import annotations

from steme.candidate import Candidate
from steme.context import NEUTRAL, TRUST, Context
from steme.lens import Resolution, best

NEEDS = frozenset((TRUST,))


def resolve(found: list[Candidate], context: Context = NEUTRAL) -> Resolution:
    """The candidate of the strongest tier with the largest confidence x trust in its author; ties as for every lens."""
    return best("authority", found, lambda claim: (-claim.tier, claim.confidence * context.trust_in(claim)))
