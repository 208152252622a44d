"""Verdicts by the category of their claims, in the order in which people read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from aphoria.verification import CONFLICT, MISSING, PASS

if TYPE_CHECKING:
    from aphoria.verification import Verdict

NONE = "other"
"""Stands for no category."""

_ORDER = {CONFLICT: 0, MISSING: 1, PASS: 2}


def by_category(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    """The verdicts of every category, categories by name and those without one last; what needs work comes first."""
    grouped: dict[str, list[Verdict]] = defaultdict(list)
    for one in verdicts:
        grouped[one.claim.category or NONE].append(one)
    for group in grouped.values():
        group.sort(key=lambda one: (_ORDER[one.verdict], one.claim.name))
    return dict(sorted(grouped.items(), key=lambda pair: (pair[0] == NONE, pair[0])))
