"""The survey: how far apart the claims are under every question at once (docs/semantics/survey.md).

The same scores that a lens computes one question at a time, computed by numpy over the same index rows. A test holds
the two equal.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from repo_format.storage import tables
from steme.candidate import Candidate
from steme.filters import OPEN_STAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot
    from steme.standing import Standing

Floats = NDArray[np.float64]
Indexes = NDArray[np.int64]

ROW = np.dtype(
    {
        "names": ["seq", "author", "value", "number", "confidence", "unit", "tier", "lifecycle", "kind"],
        "formats": [">u4", ">u4", ">u4", ">f8", ">f8", ">u4", "u1", "u1", "u1"],
        "offsets": [0, 12, 16, 20, 28, 44, 80, 81, 82],
        "itemsize": tables.LENS_ROW.size,
    }
)
"""The fields of an index row (``tables.LENS_ROW``) that a score depends on."""

_NEIGHBOURS = 64
"""Up to so many numbers of one scale under a question are compared pair by pair, more by a running sum."""


class Survey:
    """Every question that has standing claims, as parallel arrays in the order of the index.

    ``subject`` and ``predicate`` are terms; ``conflict`` is in [0, 1]; ``values``, ``claims`` and ``voices`` count
    distinct values, claims, and authors once for each value; ``strongest`` and ``weakest`` are tiers.
    """

    def __init__(self, questions: Indexes, count: int) -> None:
        self.subject: Indexes = questions[:, 0]
        self.predicate: Indexes = questions[:, 1]
        self.conflict: Floats = np.zeros(count)
        self.values: Indexes = np.zeros(count, np.int64)
        self.claims: Indexes = np.zeros(count, np.int64)
        self.voices: Indexes = np.zeros(count, np.int64)
        self.strongest: Indexes = np.zeros(count, np.int64)
        self.weakest: Indexes = np.zeros(count, np.int64)


def survey(view: Snapshot, standing: Standing, subjects: frozenset[int] | None = None) -> Survey:
    """Score all questions, or those about ``subjects`` (terms), in a view. Reads their index rows once, about 100 bytes
    of memory each; the standing of claims is looked up only where somebody has acted on any.
    """
    questions, rows, of = _read(view, standing, subjects)
    found = Survey(questions, len(questions))
    if len(rows):
        _count(found, rows, of)
        _score(found, rows, of)
    return found


def _read(
    view: Snapshot, standing: Standing, subjects: frozenset[int] | None
) -> tuple[Indexes, NDArray[np.void], Indexes]:
    """The questions, the rows that count, and for each row the place of its question."""
    pairs, lengths, chunks = [], [], []
    width = tables.LENS_ROW.size
    for key, chunk in view.chunks():
        pair = tables.PAIR.unpack(key[:8])
        if subjects is None or pair[0] in subjects:
            pairs.append(pair)
            lengths.append(len(chunk) // width)
            chunks.append(chunk)
    data = b"".join(chunks)
    rows = np.frombuffer(data, ROW)
    keys = np.array(pairs, np.int64).reshape(-1, 2)
    every, place = np.unique(keys, axis=0, return_inverse=True)
    of = np.repeat(place.reshape(-1), lengths)
    rows, of = _standing_rows(rows, of, data, standing)
    present, of = np.unique(of, return_inverse=True)
    return every[present], rows, of


def _standing_rows(
    rows: NDArray[np.void], of: Indexes, data: bytes, standing: Standing
) -> tuple[NDArray[np.void], Indexes]:
    if standing.is_plain:
        kept = np.isin(rows["lifecycle"], sorted(OPEN_STAGES))
        return rows[kept], of[kept]
    candidates = [Candidate(row) for row in tables.LENS_ROW.iter_unpack(data)]
    stands = {one.seq for one in standing.sift(candidates)[0] if one.lifecycle in OPEN_STAGES}
    kept = np.isin(rows["seq"], np.fromiter(stands, np.int64, len(stands)))
    return rows[kept], of[kept]


def _count(found: Survey, rows: NDArray[np.void], of: Indexes) -> None:
    found.claims = np.bincount(of, minlength=len(found.claims))
    order = np.argsort(of, kind="stable")
    starts = _starts(of[order])
    tiers = rows["tier"][order].astype(np.int64)
    found.strongest = np.minimum.reduceat(tiers, starts)
    found.weakest = np.maximum.reduceat(tiers, starts)


def _starts(*ordered: NDArray[np.generic]) -> Indexes:
    """Where a new group begins in arrays that are sorted together."""
    changed = np.zeros(len(ordered[0]), bool)
    changed[:1] = True
    for column in ordered:
        changed[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(changed)


def _score(found: Survey, rows: NDArray[np.void], of: Indexes) -> None:
    """One voice an author and value, support of each value, and Rao's entropy of the shares (scoring.py)."""
    number, confidence = rows["number"].astype(np.float64) + 0.0, rows["confidence"].astype(np.float64)
    kind, value, unit, author = rows["kind"], rows["value"], rows["unit"], rows["author"]
    order = np.lexsort((-confidence, author, number, value, unit, kind, of))
    of, kind, value, unit, number = of[order], kind[order], value[order], unit[order], number[order]
    author, confidence = author[order], confidence[order]
    first = _starts(of, kind, unit, value, number, author)
    of, kind, value, unit, number = of[first], kind[first], value[first], unit[first], number[first]
    sides = _starts(of, kind, unit, value, number)
    support = 1.0 - np.multiply.reduceat(1.0 - confidence[first], sides)
    found.voices = np.bincount(of, minlength=len(found.claims))
    of, kind, unit, number = of[sides], kind[sides], unit[sides], number[sides]
    found.values = np.bincount(of, minlength=len(found.claims))
    total = np.bincount(of, support, minlength=len(found.claims))
    share = np.where(total[of] > 0, support / np.where(total[of] > 0, total[of], 1.0), 1.0 / found.values[of])
    apart = 1.0 - np.bincount(of, share * share, minlength=len(found.claims))
    apart -= _likeness(of, kind, unit, number, share, len(found.claims))
    several = found.values > 1
    scale = np.where(several, 1.0 - 1.0 / np.maximum(found.values, 2), 1.0)
    found.conflict = np.where(several, np.clip(apart / scale, 0.0, 1.0), 0.0)


def _likeness(of: Indexes, kind: NDArray, unit: NDArray, number: Floats, share: Floats, count: int) -> Floats:  # type: ignore[type-arg]
    """For each question the sum of ``2 p_i p_j smaller/larger`` over its numbers of one unit and sign."""
    comparable = (kind == tables.NUMBER) & (number != 0)
    of, unit, number, share = of[comparable], unit[comparable], number[comparable], share[comparable]
    magnitude, sign = np.abs(number), number > 0
    order = np.lexsort((magnitude, sign, unit, of))
    of, unit, sign, magnitude, share = of[order], unit[order], sign[order], magnitude[order], share[order]
    alike = np.zeros(count)
    if not len(of):
        return alike
    starts = _starts(of, unit, sign)
    sizes = np.diff(np.append(starts, len(of)))
    group = np.repeat(np.arange(len(starts)), sizes)
    for step in range(1, min(int(sizes.max()), _NEIGHBOURS)):
        near = np.flatnonzero((group[step:] == group[:-step]) & (sizes[group[step:]] <= _NEIGHBOURS))
        pairs = 2.0 * share[near] * share[near + step] * (magnitude[near] / magnitude[near + step])
        alike += np.bincount(of[near], pairs, minlength=count)
    for large in np.flatnonzero(sizes > _NEIGHBOURS):
        within = slice(starts[large], starts[large] + sizes[large])
        alike[of[starts[large]]] += _running(magnitude[within], share[within])
    return alike


def _running(magnitude: Floats, share: Floats) -> float:
    """The same sum for one ascending run of numbers, by the running sum of ``scoring.conflict``."""
    mass = np.concatenate(([0.0], np.cumsum(share * magnitude)[:-1]))
    return float(np.sum(2.0 * share * mass / magnitude))
