"""One assertion as a lens sees it: an index row with names for its fields."""

from __future__ import annotations

from operator import itemgetter

from repo_format.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    ValueKey = tuple[int, int, float, int]
    Row = tuple[int, int, int, int, float, float, int, int, int, bytes, int, int, int, int]
else:
    Row = tuple


class Candidate(Row):
    """One assertion as its index row (``tables.LENS_ROW``) says it; a field costs something only when it is asked for.

    ``id`` is 32 bytes, ``author``, ``epoch`` and ``source`` are terms; ``value_key`` is equal for equal values: kind,
    term, number, unit.
    """

    __slots__ = ()

    if TYPE_CHECKING:
        seq: int
        time: int
        author: int
        confidence: float
        epoch: int
        source: int
        id: bytes
        tier: int
        lifecycle: int
        flags: int
        value_key: ValueKey
    else:
        seq = property(itemgetter(0))
        time = property(itemgetter(1))
        author = property(itemgetter(2))
        confidence = property(itemgetter(5))
        epoch = property(itemgetter(6))
        source = property(itemgetter(7))
        id = property(itemgetter(9))
        tier = property(itemgetter(10))
        lifecycle = property(itemgetter(11))
        flags = property(itemgetter(13))
        value_key = property(itemgetter(12, 3, 4, 8))


by_seq: Callable[[Candidate], int] = itemgetter(0)
by_id: Callable[[Candidate], bytes] = itemgetter(9)
by_time: Callable[[Candidate], int] = itemgetter(1)
by_author: Callable[[Candidate], int] = itemgetter(2)
by_value: Callable[[Candidate], ValueKey] = itemgetter(12, 3, 4, 8)
by_tier: Callable[[Candidate], int] = itemgetter(10)
by_confidence: Callable[[Candidate], float] = itemgetter(5)
by_strength: Callable[[Candidate], tuple[float, int]] = itemgetter(5, 1)
"""Confidence, then time."""


def candidates(rows: bytes) -> list[Candidate]:
    """The candidates in a buffer of index rows, in its order."""
    return list(map(Candidate, tables.LENS_ROW.iter_unpack(rows)))
