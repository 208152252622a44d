"""The survey: how far apart the claims are under every question at once (docs/semantics/survey.md).

The same scores that a lens computes one question at a time, computed by numpy over the same index rows. A test holds
the two equal.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from repo_format.storage import tables
from steme.amounts import count_as
from steme.columns import SCORED, Columns, Indexes, begins, runs
from steme.standing_columns import standing_columns
from steme.together import together

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.standing import Standing

Floats = NDArray[np.float64]

_NEIGHBOURS = 64
"""Up to so many values under a question are compared pair by pair, more by a running sum."""


class Survey:
    """Every question that has standing claims, as parallel arrays in the order of the index.

    ``subject`` and ``predicate`` are terms; ``conflict`` is in [0, 1]; ``values``, ``claims`` and ``voices`` count
    distinct values, claims, and authors once for each value; ``strongest`` and ``weakest`` are tiers. ``unlike`` are
    names of units that could not be compared for want of the library.
    """

    def __init__(self, questions: Indexes) -> None:
        count = len(questions)
        self.subject: Indexes = questions[:, 0]
        self.predicate: Indexes = questions[:, 1]
        self.conflict: Floats = np.zeros(count)
        self.values: Indexes = np.zeros(count, np.int64)
        self.claims: Indexes = np.zeros(count, np.int64)
        self.voices: Indexes = np.zeros(count, np.int64)
        self.strongest: Indexes = np.zeros(count, np.int64)
        self.weakest: Indexes = np.zeros(count, np.int64)
        self.unlike: frozenset[str] = frozenset()


def survey(
    view: Snapshot, standing: Standing, subjects: frozenset[int] | None = None, tolerance: float = 0.0
) -> Survey:
    """Score all questions, or those about ``subjects`` (terms), in a view; with a ``tolerance`` (0 to 1) numbers that
    are so near count as one value. Reads their index rows once and keeps 64 bytes a question; the standing of a claim
    is looked up only where somebody has acted on it or on what it rests on.
    """
    nothing = Survey(np.zeros((0, 2), np.int64))
    return _joined([nothing, *(part for _, part in surveyed(view, standing, subjects, tolerance))])


def surveyed(
    view: Snapshot,
    standing: Standing,
    subjects: frozenset[int] | None = None,
    tolerance: float = 0.0,
    fields: tuple[str, ...] = SCORED,
) -> Iterator[tuple[Columns, Survey]]:
    """The same a block of questions at a time, with the claims that it was made from and these fields of theirs."""
    for read in standing_columns(view, standing, subjects, fields):
        if len(read.of):
            part = Survey(read.questions)
            part.unlike = count_as(view, read, tolerance)
            _count(part, read)
            _score(part, read)
            yield read, part


def _joined(parts: list[Survey]) -> Survey:
    found = parts[0]
    for name in ("subject", "predicate", "conflict", "values", "claims", "voices", "strongest", "weakest"):
        setattr(found, name, np.concatenate([getattr(part, name) for part in parts]))
    found.unlike = frozenset().union(*(part.unlike for part in parts))
    return found


def _count(found: Survey, read: Columns) -> None:
    starts = begins(read.of)
    found.claims = np.diff(np.append(starts, len(read.of)))
    found.strongest = np.minimum.reduceat(read.rows["tier"], starts).astype(np.int64)
    found.weakest = np.maximum.reduceat(read.rows["tier"], starts).astype(np.int64)


def _score(found: Survey, read: Columns) -> None:
    """One voice an author and value, support of each value, and Rao's entropy of the shares (scoring.py)."""
    rows, count = read.rows, len(found.claims)
    first, support, voices = sides(read)
    of = read.of[first]
    found.voices = np.bincount(of, voices, minlength=count).astype(np.int64)
    found.values = np.bincount(of, minlength=count)
    total = np.bincount(of, support, minlength=count)[of]
    share = np.where(total > 0, support / np.where(total > 0, total, 1.0), 1.0 / found.values[of])
    apart = 1.0 - np.bincount(of, share * share, minlength=count)
    apart -= _likeness(of, rows["kind"][first], rows["unit"][first], rows["number"][first], share, count)
    several = found.values > 1
    scale = np.where(several, 1.0 - 1.0 / np.maximum(found.values, 2), 1.0)
    found.conflict = np.where(several, np.clip(apart / scale, 0.0, 1.0), 0.0)


def sides(read: Columns) -> tuple[Indexes, Floats, Indexes]:
    """For each value under each question the place of one of its claims, its support, and the number of its voices."""
    order, begin, voices = together(read)
    doubt = 1.0 - np.maximum.reduceat(read.rows["confidence"][order], voices)
    first_voices = np.searchsorted(voices, begin)
    return order[begin], 1.0 - np.multiply.reduceat(doubt, first_voices), np.diff(np.append(first_voices, len(voices)))


def _likeness(of: Indexes, kind: NDArray, unit: NDArray, number: Floats, share: Floats, count: int) -> Floats:  # type: ignore[type-arg]
    """For each question the sum of ``2 p_i p_j smaller/larger`` over its numbers of one unit and sign."""
    alike = np.zeros(count)
    comparable = (kind == tables.NUMBER) & (number != 0)
    of, unit, number, share = of[comparable], unit[comparable], number[comparable], share[comparable]
    if not len(of):
        return alike
    magnitude, scale = np.abs(number), unit.astype(np.int64) * 2 + (number > 0)
    starts = begins(of)
    sizes = np.diff(np.append(starts, len(of)))
    group = runs(starts, len(of))
    ends = (starts + sizes)[group]
    near = np.flatnonzero(sizes[group] <= _NEIGHBOURS)
    for step in range(1, _NEIGHBOURS):
        near = near[ends[near] > near + step]
        other = near + step
        ratio = np.minimum(magnitude[near], magnitude[other]) / np.maximum(magnitude[near], magnitude[other])
        pairs = np.where(scale[near] == scale[other], 2.0 * share[near] * share[other] * ratio, 0.0)
        alike += np.bincount(of[near], pairs, minlength=count)
        if not len(near):
            break
    for large in np.flatnonzero(sizes > _NEIGHBOURS):
        within = slice(starts[large], starts[large] + sizes[large])
        alike[of[starts[large]]] += _running(scale[within], magnitude[within], share[within])
    return alike


def _running(scale: Indexes, magnitude: Floats, share: Floats) -> float:
    """The same sum for the numbers of one question, by the running sum of ``scoring.conflict``."""
    alike = 0.0
    for one in np.unique(scale):
        own = np.flatnonzero(scale == one)
        own = own[np.argsort(magnitude[own])]
        mass = np.concatenate(([0.0], np.cumsum(share[own] * magnitude[own])[:-1]))
        alike += float(np.sum(2.0 * share[own] * mass / magnitude[own]))
    return alike
