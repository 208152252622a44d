"""Tolerance: which numbers are near enough to count as one (docs/semantics/tolerance.md)."""

from __future__ import annotations

from repo_format.errors import InvalidInput, shown
from steme.values import is_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

ROUNDING = 1e-12
"""What is added to every tolerance, so that 3.663 and 3.7 are 1% apart although doubles say a little more, and so that
what two people worked out of one figure in different units is one value.
"""


def parse_tolerance(text: str) -> float:
    """A share from what a person typed: ``1%`` or ``0.01``. Raises InvalidInput for one below 0 or not below 1."""
    number, percent = (text[:-1].rstrip(), True) if text.endswith("%") else (text, False)
    share = float(number) if is_number(number) else -1.0
    share = share / 100 if percent else share
    if not 0 <= share < 1:
        raise InvalidInput("--tolerance", f"{shown(text)} is not a share such as 1% or 0.01, from 0 to less than 1")
    return share + 0.0


def kept(tolerance: float) -> float:
    """Two numbers of one sign are near when the larger one times this is at most the smaller one, in magnitude."""
    return 1.0 - (tolerance + ROUNDING)


def groups(numbers: Iterable[float], tolerance: float) -> list[list[float]]:
    """The distinct numbers in groups that count as one value, each ascending by magnitude.

    From the smallest magnitude on, a group takes every number that is near its first one, and the next number begins
    the next group. So all numbers of a group are near each other, and fewer such groups there cannot be. Zero, and
    numbers of different signs, are near nothing else.
    """
    keep = kept(tolerance)
    made: list[list[float]] = []
    for number in sorted(set(numbers), key=lambda one: (one > 0, abs(one))):
        first = made[-1][0] if made else 0.0
        if first and (first > 0) == (number > 0) and abs(number) * keep <= abs(first):
            made[-1].append(number)
        else:
            made.append([number])
    return made
