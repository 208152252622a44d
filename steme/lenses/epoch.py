"""Claims of superseded epochs step aside; then another lens, as in epoch:authority."""

from __future__ import annotations

from steme.candidate import Candidate
from steme.context import EPOCHS, NEUTRAL, Context
from steme.lens import Resolution, load

NEEDS = frozenset((EPOCHS,))
THEN = "recency"
"""The lens that follows when none is named."""


def resolve(found: list[Candidate], context: Context = NEUTRAL, then: str = THEN) -> Resolution:
    """What the lens ``then`` makes of the claims whose epoch is not superseded; claims without an epoch stay."""
    current = [claim for claim in found if claim.epoch not in context.superseded_epochs]
    answer = load(then)(current, context)
    answer.lens = f"epoch:{answer.lens}"
    if len(current) < len(found):
        answer.aside["epoch superseded"] = len(found) - len(current)
    return answer
