"""It is observed, with the value if there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aphoria.quantity import is_value

if TYPE_CHECKING:
    from aphoria.observation import Observation
    from repo_format.objects.claim import Claim

ONE_IS_ENOUGH = True
NOTHING_IS_FINE = False


def holds(seen: Observation, claim: Claim) -> bool:
    """See the module."""
    return claim.value is None or is_value(seen, claim.value, claim.unit)
