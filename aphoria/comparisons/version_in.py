"""The observed version lies in the range, written as Python, Cargo or npm do.

``>=2.1,<3``, ``^1.2``, ``~1.2.3``, alternatives behind ``||``; of an observed range its lowest version counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aphoria.versions import is_range, lies_in
from repo_format.errors import InvalidInput, shown

if TYPE_CHECKING:
    from aphoria.observation import Observation
    from repo_format.objects.claim import Claim

ONE_IS_ENOUGH = False
NOTHING_IS_FINE = False


def holds(seen: Observation, claim: Claim) -> bool:
    """See the module."""
    return lies_in(str(seen.value), str(claim.value))


def check(claim: Claim) -> None:
    """Whether it is a range, in which some version could lie. Raises InvalidInput."""
    if not is_range(str(claim.value)):
        raise InvalidInput("value", f"{shown(claim.value)} is not a range of versions, as '>=2.1,<3' and '^1.2' are")
