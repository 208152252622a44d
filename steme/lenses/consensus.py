"""The middle of the numbers wins, or the value with the most support."""

from __future__ import annotations

from repo_format.storage import tables
from steme import scoring
from steme.candidate import Candidate, by_confidence, by_id
from steme.context import NEUTRAL, Context
from steme.lens import Resolution, first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def resolve(found: list[Candidate], context: Context = NEUTRAL) -> Resolution:  # noqa: ARG001
    """The best voice for the weighted lower median where all values are numbers in one unit, else for the value with
    the largest support; ties: the side with the later best voice, then with the smaller id.
    """
    sides = scoring.sides(found)
    if not sides:
        return Resolution("consensus", None, sides)
    middle = median(sides) if _one_scale(sides) else _best_supported(sides)
    return Resolution("consensus", best_voice(middle), sides)


def _one_scale(sides: Sequence[scoring.Side]) -> bool:
    return {(side.value[0], side.value[3]) for side in sides} == {(tables.NUMBER, sides[0].value[3])}


def median(sides: Sequence[scoring.Side]) -> scoring.Side:
    """The side with the smallest number at which the support of it and all smaller ones reaches half of the total."""
    ordered = sorted(sides, key=lambda side: side.value[2])
    half = sum(side.support for side in ordered) / 2
    reached = 0.0
    for side in ordered:
        reached += side.support
        if reached >= half:
            return side
    return ordered[-1]


def _best_supported(sides: Sequence[scoring.Side]) -> scoring.Side:
    largest = max(side.support for side in sides)
    tied = [side for side in sides if side.support == largest]
    latest = max(best_voice(side).time for side in tied)
    return min((side for side in tied if best_voice(side).time == latest), key=lambda side: by_id(best_voice(side)))


def best_voice(side: scoring.Side) -> Candidate:
    """The voice of a side with the highest confidence; ties: later time, then smaller id."""
    return first(side.voices, by_confidence)
