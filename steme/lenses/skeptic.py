"""Nobody wins: every side is shown with its share."""

from __future__ import annotations

from steme import scoring
from steme.candidate import Candidate
from steme.context import NEUTRAL, Context
from steme.lens import Resolution


def resolve(found: list[Candidate], context: Context = NEUTRAL) -> Resolution:  # noqa: ARG001
    """A resolution without a winner: all sides by support, and the conflict between them."""
    return Resolution("skeptic", None, scoring.sides(found))
