"""Outliers: whose numbers are furthest from what the others say, and how often (docs/semantics/survey.md, section 2).

For every contested question that is answered in numbers of one unit: each source's own number, how far it is from the
consensus, and which is the furthest. Computed by numpy from the same rows as the survey.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from repo_format.storage import tables
from steme.columns import SCORED, Columns, Indexes, begins
from steme.scoring import CONTESTED
from steme.survey import sides, surveyed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot
    from steme.standing import Standing
    from steme.survey import Survey

    Found = tuple[Indexes, NDArray[np.float64], NDArray[np.bool_]]
    """Whose number, how far it is from the consensus, and whether it is the furthest one."""

Floats = NDArray[np.float64]

SOURCE, AUTHOR = "source", "author"
"""Whom to count by."""

FEWEST = 3
"""Of two who differ nobody can say which is the outlier."""


class Outlier:
    """How often the numbers of a source or an author (``whose``, a term) were the furthest from the consensus.

    ``questions`` counts those in which it could have been, ``furthest`` those in which it was; ``distance`` is the
    median of its distances, from 0 (the consensus itself) to 1.
    """

    __slots__ = ("distance", "furthest", "questions", "whose")

    def __init__(self, whose: int, distances: Floats, furthest: int) -> None:
        self.whose = whose
        self.questions = len(distances)
        self.furthest = furthest
        self.distance = float(np.median(distances))

    @property
    def share(self) -> float:
        """In how many of its questions it is the furthest, 0 to 1."""
        return self.furthest / self.questions


class Asked:
    """Which questions count: those about ``subjects``, with one of ``only`` as predicate and none of ``besides``
    (terms; None for all), with a conflict of at least ``minimum`` where numbers within ``tolerance`` are one value.
    """

    __slots__ = ("besides", "minimum", "only", "subjects", "tolerance")

    def __init__(
        self,
        subjects: frozenset[int] | None = None,
        only: frozenset[int] | None = None,
        besides: frozenset[int] = frozenset(),
        minimum: float = CONTESTED,
        tolerance: float = 0.0,
    ) -> None:
        self.subjects = subjects
        self.only = only
        self.besides = besides
        self.minimum = minimum
        self.tolerance = tolerance

    def chosen(self, read: Columns, part: Survey) -> NDArray[np.bool_]:
        """Which questions of a block count: contested, and answered in numbers of one unit."""
        rows, starts = read.rows, begins(read.of)
        chosen = (part.conflict >= self.minimum) & (part.values > 1)
        chosen &= np.maximum.reduceat(rows["kind"] != tables.NUMBER, starts) == 0
        chosen &= np.maximum.reduceat(rows["unit"], starts) == np.minimum.reduceat(rows["unit"], starts)
        if self.only is not None:
            chosen &= np.isin(part.predicate, list(self.only))
        return chosen & ~np.isin(part.predicate, list(self.besides))


def outliers(view: Snapshot, standing: Standing, asked: Asked, by: str = SOURCE) -> tuple[list[Outlier], int]:
    """Everybody who speaks in a question that can have an outlier, and the number of these questions.

    Those are the questions asked that at least ``FEWEST`` of those counted answer. Who is the furthest most often comes
    first; ties: the larger share, then the smaller term.
    """
    found: list[Found] = []
    count = 0
    for read, part in surveyed(view, standing, asked.subjects, asked.tolerance, (*SCORED, "time", "id", by)):
        contested = read.where(asked.chosen(read, part)[read.of])
        if len(contested.of):
            middle = consensus(contested)
            judged, questions = _judged(contested, middle, by)
            found.append(judged)
            count += questions
    return _tallied(found), count


def consensus(read: Columns) -> Floats:
    """The weighted lower median of the numbers under each question, as the lens ``consensus`` takes it."""
    first, support, _ = sides(read)
    of, number = read.of[first], read.rows["number"][first]
    order = np.lexsort((number, of))
    of, number, support = of[order], number[order], support[order]
    starts = begins(of)
    sizes = np.diff(np.append(starts, len(of)))
    half = _sums(support, starts, sizes)[0] / 2
    middle: Floats = number[starts + _sums(support, starts, sizes, half)[1]]
    return middle


def _sums(support: Floats, starts: Indexes, sizes: Indexes, enough: Floats | None = None) -> tuple[Floats, Indexes]:
    """The sum of each group, and after how many more than its first member it is ``enough``; one member after the
    other, for all groups in step, so that the sums are rounded as the lens rounds them.
    """
    total, steps = support[starts], np.zeros(len(starts), np.int64)
    active, step = np.arange(len(starts)), 1
    while len(active):
        active = active[sizes[active] > step]
        if enough is not None:
            active = active[total[active] < enough[active]]
        total[active] += support[starts[active] + step]
        steps[active] = step
        step += 1
    return total, steps


def _judged(read: Columns, middle: Floats, by: str) -> tuple[Found, int]:
    """Who answers each question that enough of them answer, how far off, and whether furthest; and the questions."""
    rows = read.rows
    named = np.flatnonzero(rows[by])
    columns = (rows["id"], -rows["time"], -rows["confidence"], rows[by], read.of)
    named = named[np.lexsort([column[named] for column in columns])]
    named = named[begins(read.of[named], rows[by][named])]  # each one's most confident, latest claim
    counts = np.bincount(read.of[named], minlength=len(middle))
    named = named[counts[read.of[named]] >= FEWEST]
    of, number = read.of[named], rows["number"][named]
    distance = _distance(number, middle[of])
    largest = np.zeros(len(middle))
    np.maximum.at(largest, of, distance)
    furthest = (distance == largest[of]) & (distance > 0)
    return (rows[by][named].astype(np.int64), distance, furthest), int(np.sum(counts >= FEWEST))


def _distance(one: Floats, other: Floats) -> Floats:
    """``|a - b| / max(|a|, |b|)``, at most 1, as between two numbers in the conflict score."""
    larger = np.maximum(np.abs(one), np.abs(other))
    return np.minimum(np.abs(one - other) / np.where(larger > 0, larger, 1.0), 1.0)


def _tallied(parts: list[Found]) -> list[Outlier]:
    if not parts:
        return []
    whose, distance, furthest = (np.concatenate([part[at] for part in parts]) for at in range(3))
    order = np.argsort(whose, kind="stable")
    starts = begins(whose[order])
    made = [
        Outlier(int(whose[places[0]]), distance[places], int(np.sum(furthest[places])))
        for places in np.split(order, starts[1:])
        if len(places)
    ]
    return sorted(made, key=lambda one: (-one.furthest, -one.share, one.whose))
