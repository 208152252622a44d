"""Decay: what a confidence is worth after a while; at read time, and only when asked for (docs/semantics/lenses.md)."""

from __future__ import annotations

from repo_format.errors import InvalidInput, shown
from repo_format.vocabulary import HALF_LIFE_DAYS
from steme.candidate import Candidate
from steme.values import is_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_DAYS = {"d": 1.0, "w": 7.0, "y": 365.25}

DAY = 86_400_000_000
"""Microseconds."""


class Decay:
    """Confidence x 2^(-age / half-life). The half-life is that of the tier, or ``days`` for every tier when given."""

    __slots__ = ("days",)

    def __init__(self, days: float | None = None) -> None:
        self.days = days

    def half_life(self, tier: int) -> float | None:
        """In days; None for what never decays."""
        return HALF_LIFE_DAYS[tier] if self.days is None else self.days

    def factor(self, tier: int, age: int) -> float:
        """What is left, 0 to 1, of a confidence of that tier after ``age`` microseconds; all of it before it was
        claimed.
        """
        half_life = self.half_life(tier)
        if half_life is None or age <= 0:
            return 1.0
        return float(2.0 ** (-age / (half_life * DAY)))

    def applied(self, found: Iterable[Candidate], moment: int) -> list[Candidate]:
        """The candidates with the confidence they have left at ``moment`` (microseconds)."""
        return [self._after(one, moment - one.time) for one in found]

    def _after(self, one: Candidate, age: int) -> Candidate:
        return Candidate((*one[:5], one.confidence * self.factor(one.tier, age), *one[6:]))


def parse_half_life(text: str) -> float:
    """Days from what a person typed: ``180d``, ``26w`` or a plain number of days. Raises InvalidInput."""
    number, days = (text[:-1], _DAYS[text[-1]]) if text[-1:] in _DAYS else (text, 1.0)
    if not is_number(number) or not 0 < float(number) < float("inf"):
        raise InvalidInput("--half-life", f"{shown(text)} is not a number of days such as 180d, 26w or 2y")
    return float(number) * days
