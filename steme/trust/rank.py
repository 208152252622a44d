"""The formulas of trust, as pure functions (docs/semantics/trust.md, sections 1 and 4)."""

from __future__ import annotations

from steme.civil import DAY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

DEFAULT = 0.5
"""The rank of whoever has no outcomes."""

RIGHT, WRONG = 0.05, -0.1
"""What one outcome adds to a rank."""

HALF_LIFE = 30 * DAY
"""Microseconds after which half of the way back to the default is done."""


def drifted(rank: float, elapsed: int) -> float:
    """The rank ``elapsed`` microseconds later; nothing drifts backwards in time."""
    if elapsed <= 0 or rank == DEFAULT:
        return rank
    return float(DEFAULT + (rank - DEFAULT) * 2.0 ** (-elapsed / HALF_LIFE))


def stepped(rank: float, correct: bool) -> float:
    """The rank after one outcome, within 0 and 1."""
    return min(1.0, max(0.0, rank + (RIGHT if correct else WRONG)))


def ranked(outcomes: Iterable[tuple[int, bool]], moment: int) -> float:
    """The rank at ``moment`` after outcomes ``(time, correct)`` in order: to each one's time it drifts, then it steps,
    and in the end it drifts to ``moment``.
    """
    rank, last = settled(outcomes)
    return drifted(rank, moment - last)


def settled(outcomes: Iterable[tuple[int, bool]]) -> tuple[float, int]:
    """The rank right after the last outcome, and the time of that."""
    rank, last = DEFAULT, 0
    for time, correct in outcomes:
        rank, last = stepped(drifted(rank, time - last), correct), time
    return rank, last


def combined(rank: float, vouched: float) -> float:
    """The trust in an author of that rank for whom a chain vouches with weight ``vouched``, 0 for no chain.

    ``1 - (1 - rank)(1 - vouched)``, written so that no chain leaves the rank exactly as it is.
    """
    return min(1.0, rank + (1.0 - rank) * vouched)
