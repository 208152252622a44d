"""Histories as lists of steps, made from a seed: any can be run again, and made shorter until each step counts."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

REPLICAS = 5

_LENGTHS = (8, 36)
_DEEDS = {
    "assert": 8,
    "import": 3,
    "vote": 3,
    "retract": 2,
    "supersede": 2,
    "stage": 2,
    "alias": 1,
    "epoch": 1,
    "source": 2,
    "delegate": 1,
    "outcome": 1,
    "tag": 2,
    "push": 5,
    "pull": 5,
    "sync": 5,
    "cut": 5,
    "kill": 3,
    "clone": 2,
    "back up": 3,
    "restore": 2,
    "lose": 2,
    "erase": 3,
    "follow": 1,
    "compact": 1,
    "reindex": 1,
}
"""What happens, and how often beside the rest."""


class Step(NamedTuple):
    """One deed of the replica ``who``, where it takes two with ``other``; ``seed`` decides the rest."""

    deed: str
    who: int
    other: int
    seed: int

    def __str__(self) -> str:
        return f"{self.deed} {self.who} {self.other} ({self.seed})"


def made(seed: int) -> list[Step]:
    """The history of a seed."""
    chance = random.Random(f"history {seed}")
    steps: list[Step] = []
    for deed in chance.choices(list(_DEEDS), list(_DEEDS.values()), k=chance.randint(*_LENGTHS)):
        who, other = chance.sample(range(REPLICAS), 2)
        steps.append(Step(deed, who, other, chance.randrange(1 << 30)))
    return steps


def shortest(steps: Sequence[Step], fails: Callable[[list[Step]], bool], most: int = 60) -> list[Step]:
    """A history that still fails, with what it does not need left out; tries at most ``most`` others."""
    kept, size = list(steps), max(1, len(steps) // 2)
    while size and most > 0:
        at = 0
        while at < len(kept) and most > 0:
            fewer = kept[:at] + kept[at + size :]
            most -= 1
            if fails(fewer):
                kept = fewer
            else:
                at += size
        size //= 2
    return kept
