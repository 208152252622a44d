"""What a comparison is: whether an observed value is what a claim says.

``comparisons/`` holds one file for each and nothing else. Such a file has a docstring whose first line says when the
comparison holds, and

- ``holds(seen, claim)``: whether one observation fits;
- ``ONE_IS_ENOUGH``: the claim passes when any of several observations fits; otherwise all have to;
- ``NOTHING_IS_FINE``: the claim also passes when nothing is observed, because what it forbids was not found;
- ``check(claim)``, where not every operand of its type has a meaning: raises InvalidInput for one that has none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from aphoria import members

if TYPE_CHECKING:
    from aphoria.observation import Observation
    from repo_format.objects.claim import Claim


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison as ``verification`` uses it."""

    name: str
    summary: str
    holds: Callable[[Observation, Claim], bool]
    one_is_enough: bool
    nothing_is_fine: bool
    check: Callable[[Claim], None]


@cache
def known() -> dict[str, Comparison]:
    """Every comparison by name."""
    return {name: named(name) for name in members.names("comparisons")}


@cache
def named(name: str) -> Comparison:
    """One comparison; the others are not loaded."""
    module = members.load("comparisons", name)
    check = getattr(module, "check", _any_operand)
    return Comparison(name, members.summary(module), module.holds, module.ONE_IS_ENOUGH, module.NOTHING_IS_FINE, check)


def _any_operand(_: Claim) -> None:
    """The format has checked all there is to check."""
