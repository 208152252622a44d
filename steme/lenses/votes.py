"""The claim with the most votes wins, one vote a voter."""

from __future__ import annotations

from steme.candidate import Candidate
from steme.context import NEUTRAL, VOTES, Context
from steme.lens import Resolution, best

NEEDS = frozenset((VOTES,))


def resolve(found: list[Candidate], context: Context = NEUTRAL) -> Resolution:
    """The candidate with the largest sum of votes, each voter's latest counting; ties as for every lens."""
    return best("votes", found, context.votes_for)
