"""Rules instead of facts: everything that must be used or is forbidden, by authority."""

from __future__ import annotations

from steme import scoring
from steme.candidate import Candidate
from steme.context import NEUTRAL, Context
from steme.lens import Resolution

PREDICATES = ("must_use", "forbidden")
"""The predicates that state a rule about their subject."""


def resolve(found: list[Candidate], context: Context = NEUTRAL) -> Resolution:  # noqa: ARG001
    """A resolution without a winner whose sides are the rules, each value being one: by the strongest tier that states
    it, then by support, then by id. Rules stand side by side; that there are several is no conflict.
    """
    sides = scoring.sides(found)
    sides.sort(key=lambda side: (min(voice.tier for voice in side.voices), -side.support, side.voices[0].id))
    rules = Resolution("constraints", None, sides)
    rules.conflict = 0.0
    rules.status = "RULES" if sides else "EMPTY"
    return rules
