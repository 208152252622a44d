"""What is observed is the value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aphoria.quantity import is_value

if TYPE_CHECKING:
    from aphoria.observation import Observation
    from repo_format.objects.claim import Claim

ONE_IS_ENOUGH = False
NOTHING_IS_FINE = False


def holds(seen: Observation, claim: Claim) -> bool:
    """See the module."""
    return is_value(seen, claim.value, claim.unit)
