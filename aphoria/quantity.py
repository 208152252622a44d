"""Comparing what was observed with the operand of a claim: values by type, numbers by their units."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from repo_format.payload import Number, Reference

if TYPE_CHECKING:
    from aphoria.observation import Observation
    from repo_format.payload import Value

_CLOSE = 1e-12
"""Relative difference of two numbers that conversion alone can make."""


def is_value(seen: Observation, wanted: Value | None, unit: str | None) -> bool:
    """Whether a value was observed. Types count: ``true`` is neither 1 nor the text ``true``."""
    if isinstance(wanted, bool) or isinstance(seen.value, bool):
        return seen.value is wanted
    if isinstance(wanted, Number):
        number = magnitude(seen, unit)
        return number is not None and math.isclose(number, wanted, rel_tol=_CLOSE)
    return seen.value == (wanted.ref if isinstance(wanted, Reference) else wanted)


def bounded(seen: Observation, unit: str | None, low: Value | None = None, high: Value | None = None) -> bool:
    """Whether a number was observed that lies between two, both included; None leaves a side open."""
    number = magnitude(seen, unit)
    if number is None:
        return False
    slack = _CLOSE * abs(number)
    return (not isinstance(low, Number) or number >= low - slack) and (
        not isinstance(high, Number) or number <= high + slack
    )


def magnitude(seen: Observation, unit: str | None) -> float | None:
    """The observed number in a unit; None when it is no number or cannot be converted.

    A number without a unit counts as one in the unit that is asked for: code rarely says what its numbers are in.
    """
    if isinstance(seen.value, bool) or not isinstance(seen.value, Number):
        return None
    if not unit or not seen.unit or unit == seen.unit:
        return float(seen.value)
    from steme import units  # a third of a second, for the rare claim in another unit than the code's

    mine, theirs = units.scale_of(seen.unit), units.scale_of(unit)
    if mine is None or theirs is None or mine.dimension != theirs.dimension:
        return None
    return mine.into(theirs)(float(seen.value))
