"""Columns: the index rows of many questions as arrays, for what looks at every question at once.

Reading is most of what a survey costs. Rows are taken from the index a few hundred keys at a time, so that what was
copied is still in the processor's cache when it is split into columns.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from repo_format.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from repo_format.storage.snapshot import Snapshot

Indexes = NDArray[np.int64]
Rows = dict[str, NDArray[Any]]
Part = tuple[NDArray[np.uint32], Indexes, Rows]
"""Entries of the index: their questions, how many rows each has, and these rows."""

STORED = np.dtype(
    {
        "names": ["seq", "time", "author", "value", "number", "confidence", "source", "unit", "id", "tier", "lifecycle",
                  "kind", "flags"],
        "formats": [">u4", ">i8", ">u4", ">u4", ">f8", ">f8", ">u4", ">u4", ">u8", "u1", "u1", "u1", "u1"],
        "offsets": [0, 4, 12, 16, 20, 28, 40, 44, 48, 80, 81, 82, 83],
        "itemsize": tables.LENS_ROW.size,
    }
)  # fmt: skip
"""An index row (``tables.LENS_ROW``) as numpy reads it; of an id the first 8 bytes."""

NATIVE = {name: STORED[name].newbyteorder("=") for name in STORED.names or ()}

SCORED = ("seq", "author", "value", "number", "confidence", "unit", "tier", "lifecycle", "kind")
"""The fields that a score depends on, and the seq, by which a row is known."""

_AT_ONCE = 256
_BLOCK = 32768


class Columns:
    """Claims of many questions: ``rows`` holds an array for each field asked for, in the machine's own byte order, and
    ``of``, ascending, says for each claim the place of its question in ``questions`` (subject and predicate, as terms).
    """

    __slots__ = ("of", "questions", "rows")

    def __init__(self, questions: Indexes, rows: Rows, of: Indexes) -> None:
        self.questions = questions
        self.rows = rows
        self.of = of

    def where(self, kept: NDArray[np.bool_]) -> Columns:
        """Those claims alone; questions that are left without any are left out."""
        of = self.of[kept]
        starts = begins(of)
        return Columns(
            self.questions[of[starts]],
            {name: column[kept] for name, column in self.rows.items()},
            runs(starts, len(of)),
        )


def blocks(
    view: Snapshot, subjects: frozenset[int] | None = None, fields: tuple[str, ...] = SCORED
) -> Iterator[Columns]:
    """All claims of a view, or those about ``subjects`` (terms), by subject, predicate and seq; a block at a time, of
    some ten thousand claims and of whole questions.
    """
    wanted = None if subjects is None else np.fromiter(subjects, np.uint32, len(subjects))
    waiting: list[Part] = []
    count, enough = 0, _BLOCK
    with view.txn.cursor(view.databases[tables.LENS]) as cursor:
        entries = cursor.iternext()
        while batch := list(islice(entries, _AT_ONCE)):
            keys, chunks = zip(*batch, strict=True)
            waiting.append(_part(keys, chunks, fields, wanted))
            count += int(waiting[-1][1].sum())
            if count >= enough:
                whole, rest = _cut(_joined(waiting))
                if len(whole[0]):
                    yield _columns(whole)
                waiting, count = [rest], int(rest[1].sum())
                enough = _BLOCK + 2 * count
    if count:
        yield _columns(_joined(waiting))


def _joined(parts: list[Part]) -> Part:
    keys, lengths = (np.concatenate([part[at] for part in parts]) for at in (0, 1))
    return keys, lengths, {name: np.concatenate([part[2][name] for part in parts]) for name in parts[0][2]}


def _cut(part: Part) -> tuple[Part, Part]:
    """What stands before the last question, of which more may follow, and the rest."""
    keys, lengths, rows = part
    at = int(begins(keys[:, 0], keys[:, 1])[-1])
    row = int(lengths[:at].sum())
    whole = (keys[:at], lengths[:at], {name: column[:row] for name, column in rows.items()})
    return whole, (keys[at:], lengths[at:], {name: column[row:] for name, column in rows.items()})


def _columns(part: Part) -> Columns:
    keys, lengths, rows = part
    starts = begins(keys[:, 0], keys[:, 1])
    return Columns(keys[starts].astype(np.int64), rows, np.repeat(runs(starts, len(keys)), lengths))


def _part(
    names: Sequence[bytes], chunks: Sequence[bytes], fields: tuple[str, ...], wanted: NDArray[np.uint32] | None
) -> Part:
    """The questions, the numbers of rows and the rows of a few entries, of those about ``wanted`` subjects."""
    keys = np.frombuffer(b"".join(names), ">u4").reshape(-1, 3)[:, :2]
    lengths = np.fromiter(map(len, chunks), np.int64, len(chunks)) // STORED.itemsize
    stored = np.frombuffer(b"".join(chunks), STORED)
    if wanted is not None:
        chosen = np.isin(keys[:, 0], wanted)
        keys, stored, lengths = keys[chosen], stored[np.repeat(chosen, lengths)], lengths[chosen]
    return keys.astype(np.uint32), lengths, {name: stored[name].astype(NATIVE[name]) for name in fields}


def begins(*ordered: NDArray[np.generic]) -> Indexes:
    """Where a new group begins in arrays that are sorted together."""
    changed = np.zeros(len(ordered[0]), bool)
    changed[:1] = True
    for column in ordered:
        changed[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(changed)


def runs(starts: Indexes, count: int) -> Indexes:
    """For each of ``count`` places the number of its group, by where groups begin."""
    return np.repeat(np.arange(len(starts)), np.diff(np.append(starts, count)))
