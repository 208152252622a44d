"""Sets of sequence numbers as runs: what a remote is known to have is nearly always a few long runs of them."""

from __future__ import annotations

from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Run = tuple[int, int]


class Ranges:
    """A set of whole numbers from 1 on. ``runs`` are its runs, first and last included, ascending, none adjacent.

    Immutable; iterating gives the numbers in order.
    """

    __slots__ = ("runs",)

    def __init__(self, runs: Iterable[Run] = ()) -> None:
        """The union of runs in any order, overlapping or not; empty ones (last before first) do not count."""
        merged: list[Run] = []
        for first, last in sorted(run for run in runs if run[0] <= run[1]):
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        self.runs = tuple(merged)

    @classmethod
    def of(cls, numbers: Iterable[int]) -> Ranges:
        """The set of these numbers, in any order."""
        runs: list[Run] = []
        for number in sorted(numbers):
            if runs and number <= runs[-1][1] + 1:
                runs[-1] = (runs[-1][0], number)
            else:
                runs.append((number, number))
        return cls(runs)

    @classmethod
    def upto(cls, last: int) -> Ranges:
        """All numbers from 1 to ``last``."""
        return cls(((1, last),))

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in self.runs)

    def __iter__(self) -> Iterator[int]:
        for first, last in self.runs:
            yield from range(first, last + 1)

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self.runs, number, key=lambda run: run[0])
        return at > 0 and number <= self.runs[at - 1][1]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ranges) and other.runs == self.runs

    def __hash__(self) -> int:
        return hash(self.runs)

    def __repr__(self) -> str:
        return f"Ranges({self.runs})"

    def __or__(self, other: Ranges) -> Ranges:
        return Ranges(self.runs + other.runs)

    def missing(self, last: int) -> Ranges:
        """The numbers from 1 to ``last`` that are not in this set."""
        gaps: list[Run] = []
        at = 1
        for first, end in self.runs:
            if first > last:
                break
            gaps.append((at, first - 1))
            at = end + 1
        return Ranges([*gaps, (at, last)])

    @property
    def last(self) -> int:
        """The largest number, 0 where there is none."""
        return self.runs[-1][1] if self.runs else 0
