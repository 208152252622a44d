"""What is observed lies between the two numbers or is one of them, units converted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aphoria.quantity import bounded

if TYPE_CHECKING:
    from aphoria.observation import Observation
    from repo_format.objects.claim import Claim

ONE_IS_ENOUGH = False
NOTHING_IS_FINE = False


def holds(seen: Observation, claim: Claim) -> bool:
    """See the module."""
    low, high = claim.values or (None, None)
    return bounded(seen, claim.unit, low=low, high=high)
