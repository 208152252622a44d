"""One line of a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from measuring.rounds import Ratio, ratio


@dataclass(frozen=True)
class Goal:
    """What a ratio should be: at most, or at least, ``bound``."""

    bound: float
    at_least: bool = False

    def reached(self, value: float) -> bool:
        """Whether this ratio is good enough."""
        return value >= self.bound if self.at_least else value <= self.bound

    def __str__(self) -> str:
        return f"{'>=' if self.at_least else '<='} {self.bound:g}"


@dataclass(frozen=True)
class Line:
    """What was compared, our figure, theirs, ours over theirs, and what was asked for (None: shown for interest)."""

    what: str
    ours: str
    peer: str
    theirs: str
    ratio: Ratio | None = None
    goal: Goal | None = None

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached by the median; None where there is none."""
        return self.goal.reached(self.ratio.median) if self.goal and self.ratio else None


def at_most(bound: float) -> Goal:
    """The ratio should not be larger."""
    return Goal(bound)


def at_least(bound: float) -> Goal:
    """The ratio should not be smaller."""
    return Goal(bound, at_least=True)


def compared(
    what: str, unit: str, ours: Sequence[float], peer: str, theirs: Sequence[float], goal: Goal | None = None
) -> Line:
    """A line of two series of figures in the same unit, round by round; medians are shown."""
    found = ratio(ours, theirs)
    return Line(what, figure(median(ours), unit), peer, figure(median(theirs), unit), found, goal)


def missing(what: str, peer: str) -> Line:
    """A line for a peer that is not installed."""
    return Line(what, "", peer, "not installed")


def figure(value: float, unit: str) -> str:
    """A number with as many digits as mean something, and its unit."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f} {unit}".rstrip()
