"""The observed text does not contain the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aphoria.observation import Observation
    from repo_format.objects.claim import Claim

ONE_IS_ENOUGH = False
NOTHING_IS_FINE = True


def holds(seen: Observation, claim: Claim) -> bool:
    """See the module."""
    return isinstance(claim.value, str) and claim.value not in str(seen.value)
