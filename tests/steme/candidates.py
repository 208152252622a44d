"""Candidates from keyword arguments, as the index would hold them."""

from __future__ import annotations

from hashlib import sha256

from repo_format.storage import tables
from steme.candidate import Candidate


def candidate(
    *,
    seq: int = 1,
    time: int = 0,
    author: int = 1,
    value: int = 0,
    number: float = 1.0,
    confidence: float = 0.5,
    tier: int = 4,
    lifecycle: int = 0,
    kind: int = tables.NUMBER,
    unit: int = 0,
    epoch: int = 0,
) -> Candidate:
    """A candidate; its id follows from ``seq``. ``value`` counts for texts and references, ``number`` otherwise."""
    if kind in (tables.TEXT, tables.REFERENCE):
        number, unit = 0.0, 0
    else:
        value = 0
    if kind == tables.BOOLEAN:
        number, unit = float(number > 0), 0
    identifier = sha256(seq.to_bytes(8, "big")).digest()
    row = (seq, time, author, value, number, confidence, epoch, 0, unit, identifier, tier, lifecycle, kind, 0)
    return Candidate(row)
