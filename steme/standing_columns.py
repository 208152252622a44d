"""Standing, for all questions at once: the claims of a view that count for plain questions, as columns.

What ``standing.py`` says of candidates one by one. Only those are looked at that an act can concern: it, its source,
its parent or its author.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from repo_format.storage import tables
from steme import columns
from steme.candidate import candidates
from steme.filters import OPEN_STAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.bounds import Bounds
    from steme.columns import Columns
    from steme.standing import Standing

Mask = NDArray[np.bool_]

_CONCERNED = ("id", "source", "author", "flags")
_OPEN = np.array(sorted(OPEN_STAGES), np.uint8)
_ASIDE = 255
"""A lifecycle that is none."""


def standing_columns(
    view: Snapshot,
    standing: Standing,
    subjects: frozenset[int] | None = None,
    fields: tuple[str, ...] = columns.SCORED,
) -> Iterator[Columns]:
    """The claims of a view that count for a plain question within the bounds of ``standing``, of all questions or of
    those about ``subjects`` (terms), with these fields at least; in blocks, as ``columns.blocks`` has them.
    """
    bounds, wanted = standing.bounds, {*fields, "seq", "lifecycle"}
    if not bounds.is_open:
        wanted.add("time")
    acts = None if standing.is_plain else Concerned(view, standing)
    if acts is not None:
        wanted.update(_CONCERNED)
    for block in columns.blocks(view, subjects, tuple(sorted(wanted))):
        read = block if bounds.is_open else block.where(_within(block, bounds))
        if acts is not None:
            acts.apply(read)
        kept = np.isin(read.rows["lifecycle"], _OPEN)
        yield read if kept.all() else read.where(kept)


def _within(read: Columns, bounds: Bounds) -> Mask:
    kept = np.ones(len(read.of), bool)
    if bounds.known_at is not None:
        kept &= read.rows["seq"] <= bounds.known_at
    if bounds.as_of is not None:
        kept &= read.rows["time"] <= bounds.as_of
    return kept


class Concerned:
    """What the acts of a view may concern; ids are compared by their first 8 bytes, so there may be a little more."""

    def __init__(self, view: Snapshot, standing: Standing) -> None:
        self._view = view
        self._standing = standing
        ids, self._children, authors = standing.touched()
        sources = {view.term(tables.TERM_OBJECT + one) for one in ids} - {0}
        self._ids = np.array([int.from_bytes(one[:8], "big") for one in ids], np.uint64)
        self._sources = np.array(sorted(sources), np.uint32)
        self._authors = np.array(sorted(authors), np.uint32)

    def apply(self, read: Columns) -> None:
        """Give the claims concerned their present lifecycle, or one that is none where they step aside."""
        concerned = np.flatnonzero(self._mask(read))
        if not len(concerned):
            return
        seqs = read.rows["seq"][concerned].tolist()
        wanted = set(seqs)
        questions = read.questions[np.unique(read.of[concerned])].tolist()
        found = [one for terms in questions for one in candidates(self._view.rows(*terms)) if one.seq in wanted]
        stages = {one.seq: one.lifecycle for one in self._standing.sift(found)[0]}
        read.rows["lifecycle"][concerned] = [stages.get(seq, _ASIDE) for seq in seqs]

    def _mask(self, read: Columns) -> Mask:
        rows = read.rows
        mask: Mask = np.isin(rows["id"], self._ids)
        mask |= np.isin(rows["source"], self._sources) | np.isin(rows["author"], self._authors)
        if self._children:
            mask |= (rows["flags"] & tables.HAS_PARENT) != 0
        return mask
