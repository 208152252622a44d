"""When a value is right: how near to a gold standard it has to be (docs/semantics/trust.md, section 5)."""

from __future__ import annotations

from repo_format.errors import InvalidInput, shown
from repo_format.storage import tables
from steme.values import is_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.candidate import ValueKey

TOLERANCE = "tolerance"


def compared(claim: ValueKey, standard: ValueKey, tolerance: float) -> bool | None:
    """Whether a value is right: equal, or a number in the same unit that is off by at most ``tolerance`` times the
    standard.

    None for what cannot be compared: another kind of value, another unit.
    """
    if claim == standard:
        return True
    if claim[0] != standard[0] or claim[3] != standard[3]:
        return None
    return claim[0] == tables.NUMBER and abs(claim[2] - standard[2]) <= tolerance * abs(standard[2])


def parse_share(text: str) -> float:
    """``1%`` or ``0.01`` as a share from 0 to below 1. Raises InvalidInput."""
    digits = text.strip().removesuffix("%").rstrip()
    if not is_number(digits) or not 0 <= float(digits) < (100 if "%" in text else 1):
        raise InvalidInput(TOLERANCE, f"{shown(text)} is not a share; write 1% or 0.01, less than all of it")
    return float(digits) / 100 if "%" in text else float(digits)
