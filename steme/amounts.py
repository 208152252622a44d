"""Amounts: what the numbers of a survey count as, for all of its questions at once.

The same as ``alike.Same`` for every question, a test holds the two equal. Numbers within a tolerance are brought
together by numpy; questions with numbers in several units, which are few, one by one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from repo_format.storage import tables
from steme import tolerance as near
from steme.alike import Same
from steme.columns import begins, runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot
    from steme.columns import Columns

Floats = NDArray[np.float64]
Indexes = NDArray[np.int64]

_STEPS = 64
"""Up to so many numbers of one unit and sign are walked in step with those of all other questions."""


def count_as(view: Snapshot, read: Columns, tolerance: float) -> frozenset[str]:
    """Give the claims in ``read``, which has the fields of a score, the units and numbers that they count as.

    Returns the names of units that could not be compared for want of the library. Costs a look at the units where there
    are no two of them under a question, and there is no tolerance.
    """
    rows, unlike = read.rows, frozenset[str]()
    several = _in_several_units(read.of, rows["unit"])
    if not len(several) and not tolerance:
        return unlike
    numbers = rows["kind"] == tables.NUMBER
    rows["unit"], rows["number"] = rows["unit"].copy(), rows["number"] + 0.0
    if len(several):
        mixed = numbers & np.isin(read.of, several)
        unlike = _convert(view, read, np.flatnonzero(mixed), tolerance)
        numbers &= ~mixed
    if tolerance:
        _bring_together(read, np.flatnonzero(numbers & (rows["number"] != 0)), tolerance)
    return unlike


def _convert(view: Snapshot, read: Columns, numbers: Indexes, tolerance: float) -> frozenset[str]:
    rows, unlike = read.rows, frozenset[str]()
    for places in np.split(numbers, begins(read.of[numbers])[1:]):
        amounts = list(zip(rows["unit"][places].tolist(), rows["number"][places].tolist(), strict=True))
        authors, confidences = rows["author"][places].tolist(), rows["confidence"][places].tolist()
        said = [(*amount, *by) for amount, *by in zip(amounts, authors, confidences, strict=True)]
        same = Same(view, said, tolerance)
        unlike |= frozenset(same.unlike)
        counted = [same.amounts.get(amount, amount) for amount in amounts]
        rows["unit"][places] = [unit for unit, _ in counted]
        rows["number"][places] = [number for _, number in counted]
    return unlike


def _bring_together(read: Columns, numbers: Indexes, tolerance: float) -> None:
    if not len(numbers):
        return
    rows, of = read.rows, read.of
    sign, magnitude = rows["number"] > 0, np.abs(rows["number"])
    columns = (rows["author"], magnitude, sign, rows["unit"], of)
    numbers = numbers[np.lexsort([column[numbers] for column in columns])]
    said = [column[numbers] for column in reversed(columns)]
    first = begins(*said[:4])
    voices = np.zeros(len(numbers), np.int64)
    voices[begins(*said)] = 1
    authors, strength = np.add.reduceat(voices, first), np.maximum.reduceat(rows["confidence"][numbers], first)
    distinct: Floats = magnitude[numbers][first]
    leader = _leaders(begins(*[column[first] for column in said[:3]]), distinct, near.kept(tolerance))
    order = np.lexsort((distinct, -strength, -authors, leader))
    chosen = distinct[order[begins(leader[order])]]
    counted = np.repeat(chosen[runs(begins(leader), len(leader))], np.diff(np.append(first, len(numbers))))
    rows["number"][numbers] = np.where(sign[numbers], counted, -counted)


def _in_several_units(of: Indexes, unit: Indexes) -> Indexes:
    """The questions that have numbers in more than one unit."""
    numbers = np.flatnonzero(unit)
    of, unit = of[numbers], unit[numbers]
    one = np.zeros(int(of.max(initial=-1)) + 1, unit.dtype)
    one[of] = unit
    return np.unique(of[unit != one[of]])


def _leaders(first: Indexes, magnitude: Floats, keep: float) -> Indexes:
    """For each of the magnitudes, which ascend from every place in ``first`` on, where the group that it falls into
    begins, as ``tolerance.groups`` makes them.
    """
    sizes = np.diff(np.append(first, len(magnitude)))
    leader = np.arange(len(magnitude))
    active, head, step = np.flatnonzero(sizes <= _STEPS), first[sizes <= _STEPS], 1
    while len(active):
        going = sizes[active] > step
        active, head = active[going], head[going]
        at = first[active] + step
        head = np.where(magnitude[at] * keep <= magnitude[head], head, at)
        leader[at] = head
        step += 1
    for large in np.flatnonzero(sizes > _STEPS):
        begin, now = int(first[large]), int(first[large])
        known = magnitude[begin : begin + sizes[large]].tolist()
        for place, amount in enumerate(known, begin):
            if amount * keep > known[now - begin]:
                now = place
            leader[place] = now
    return leader
