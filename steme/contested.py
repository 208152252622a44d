"""What a survey is worth looking at: contested questions, disagreement across tiers, and signals that emerge."""

from __future__ import annotations

import numpy as np

from repo_format import vocabulary
from steme.scoring import CONTESTED
from steme.survey import Survey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.storage.snapshot import Snapshot

EMERGING = 100
"""From so many claims on, all anecdotal and with nothing stronger beside them, a question is an emerging signal."""

ESCALATE = 500
"""From so many on it should be looked at now."""

CONFLICT, SPREAD = "conflict", "spread"
"""What to rank by: the conflict score, or first the number of tiers between the strongest and the weakest claim."""

_ANECDOTAL = len(vocabulary.TIERS) - 1


class Finding:
    """One question of a survey with its scores and what it is: ``contested``, ``agreed``, ``unanimous``, ``emerging``
    or ``escalate``.
    """

    __slots__ = ("claims", "conflict", "predicate", "strongest", "subject", "values", "verdict", "voices", "weakest")

    def __init__(self, view: Snapshot, found: Survey, at: int) -> None:
        self.subject = view.text(int(found.subject[at]))
        self.predicate = view.text(int(found.predicate[at]))
        self.conflict = float(found.conflict[at])
        self.values, self.claims, self.voices = int(found.values[at]), int(found.claims[at]), int(found.voices[at])
        self.strongest, self.weakest = int(found.strongest[at]), int(found.weakest[at])
        self.verdict = self._verdict()

    def _verdict(self) -> str:
        if self.strongest == _ANECDOTAL and self.claims >= EMERGING:
            return "escalate" if self.claims >= ESCALATE else "emerging"
        if self.values == 1:
            return "unanimous"
        return "contested" if self.conflict >= CONTESTED else "agreed"


def findings(view: Snapshot, found: Survey, minimum: float = CONTESTED, by: str = CONFLICT) -> Iterator[Finding]:
    """The questions of a survey with a conflict of at least ``minimum``, and the signals that emerge whatever theirs.

    Ranked by conflict, or by spread and then conflict, then by the number of claims, then by subject and predicate as
    the index numbers them; the fiercest first.
    """
    emerging = (found.strongest == _ANECDOTAL) & (found.claims >= EMERGING)
    kept = np.flatnonzero((found.conflict >= minimum) & (found.values > 1) | emerging)
    columns = [-found.claims, -found.conflict]  # a survey is in the order of the index, and this sort keeps it
    if by == SPREAD:
        columns.append(found.strongest - found.weakest)
    for at in kept[np.lexsort([column[kept] for column in columns])]:
        yield Finding(view, found, int(at))
