"""The latest claim wins, by the time its author gave it."""

from __future__ import annotations

from steme.candidate import Candidate, by_time
from steme.context import NEUTRAL, Context
from steme.lens import Resolution, best


def resolve(found: list[Candidate], context: Context = NEUTRAL) -> Resolution:  # noqa: ARG001
    """The candidate with the latest time; ties go to the smaller id."""
    return best("recency", found, by_time)
