"""Putting claims of one value together: the sort on which a survey rests.

One sort of one 64-bit word for each claim, in place of seven sorts: the question, a hash of the value, the author. It
is a word that orders, and the values themselves that are compared, so the result is exact: where two values of a
question have the same hash, everything is sorted by all fields instead.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from repo_format.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.columns import Columns, Indexes

Words = NDArray[np.uint64]

_FEWEST_BITS = 8
"""Of the hash, below which it is not tried."""

_NO_TERM = 0xFFFFFFFF
_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
"""Odd numbers with bits in no order, for multiplicative hashing."""


def together(read: Columns) -> tuple[Indexes, Indexes, Indexes]:
    """``(order, sides, voices)``: an order of claims in which each question's claims of one value stand together and,
    within them, each author's; and the places in it at which a value and an author's voice for it begin.
    """
    of, author = read.of, _ranks(read.rows["author"])
    words = _words(read.rows)
    order = _by_hash(of, author, words)
    sides = _changed(order, of, *words)
    sides[:1] = True
    voices = sides | _changed(order, author)
    return order, np.flatnonzero(sides), np.flatnonzero(voices)


def _words(rows: dict[str, NDArray[Any]]) -> tuple[Words, Words]:
    """The value of each claim as 128 bits, equal for equal values. No term is as large as what stands for booleans."""
    term = np.where(rows["kind"] == tables.BOOLEAN, _NO_TERM, rows["value"]).astype(np.uint64)
    return term | rows["unit"].astype(np.uint64) << np.uint64(32), (rows["number"] + 0.0).view(np.uint64)


def _ranks(author: NDArray[np.uint32]) -> Words:
    """Small numbers, one for each author, in the order of their terms."""
    present = np.zeros(int(author.max(initial=0)) + 1, bool)
    present[author] = True
    ranks: Words = np.cumsum(present, dtype=np.uint64)[author] - np.uint64(1)
    return ranks


def _by_hash(of: Indexes, author: Words, words: tuple[Words, Words]) -> Indexes:
    low, high = (max(1, int(column.max(initial=0)).bit_length()) for column in (author, of))
    middle = 64 - low - high
    if middle >= _FEWEST_BITS:
        mixed = words[0] * _FIRST ^ words[1] * _SECOND
        mixed = (mixed ^ mixed >> np.uint64(29)) * _FIRST >> np.uint64(64 - middle)
        question_and_value = of.astype(np.uint64) << np.uint64(middle) | mixed
        order = np.argsort(question_and_value << np.uint64(low) | author)
        if not np.any(_changed(order, *words) & ~_changed(order, question_and_value)):
            return order
    return np.lexsort((author, *words, of))


def _changed(order: Indexes, *columns: NDArray[Any]) -> NDArray[np.bool_]:
    """For each place in an order whether any column differs from the place before."""
    changed = np.zeros(len(order), bool)
    for column in columns:
        sorted_column = column[order]
        changed[1:] |= sorted_column[1:] != sorted_column[:-1]
    return changed
