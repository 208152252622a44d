"""The whole observed text matches the regular expression, in RE2's syntax."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from repo_format.errors import InvalidInput, shown

if TYPE_CHECKING:
    from typing import Any

    from aphoria.observation import Observation
    from repo_format.objects.claim import Claim

ONE_IS_ENOUGH = False
NOTHING_IS_FINE = False


def holds(seen: Observation, claim: Claim) -> bool:
    """See the module. Raises InvalidInput for what is no expression."""
    return _compiled(str(claim.value)).fullmatch(str(seen.value)) is not None


def check(claim: Claim) -> None:
    """Whether it is an expression. Raises InvalidInput."""
    _compiled(str(claim.value))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    import re2  # claims are files of strangers: an expression must not be able to backtrack

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        raise InvalidInput("value", f"{shown(pattern)} is not a regular expression of RE2's syntax") from error
