"""The claim its author was most confident of wins."""

from __future__ import annotations

from steme.candidate import Candidate, by_confidence
from steme.context import NEUTRAL, Context
from steme.lens import Resolution, best


def resolve(found: list[Candidate], context: Context = NEUTRAL) -> Resolution:  # noqa: ARG001
    """The candidate with the highest confidence; ties go to the later time, then to the smaller id."""
    return best("confidence", found, by_confidence)
