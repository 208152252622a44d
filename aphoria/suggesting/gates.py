"""What keeps a draft from being suggested. A few good ones are read; a hundred are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from aphoria.claims.drafting import covering
from aphoria.matching import is_about, segments

if TYPE_CHECKING:
    from aphoria.suggesting.draft import Suggestion
    from aphoria.visibility import Visibility
    from repo_format.objects.claim import Claim

TRIVIAL = "asks for nothing in particular"
NO_CONSEQUENCE = "does not say what breaks"
INVISIBLE = "no extractor can see it"
CLAIMED = "is claimed already"
DOUBLED = "a better draft says the same"
_SHORT = 15
_LONG = 120


def passed(
    drafts: Iterable[Suggestion], claims: Sequence[Claim], visibility: Visibility
) -> tuple[list[Suggestion], dict[str, int]]:
    """The drafts that are worth reading, the best first, and how many were left out for which reason."""
    left_out: Counter[str] = Counter()
    kept: list[Suggestion] = []
    for one in sorted(drafts, key=lambda one: (-one.score, one.claim.path, one.claim.predicate, one.place)):
        reason = refused(one, claims, visibility) or (DOUBLED if any(_same(one, other) for other in kept) else "")
        if reason:
            left_out[reason] += 1
        else:
            kept.append(one)
    return kept, dict(sorted(left_out.items()))


def refused(one: Suggestion, claims: Sequence[Claim], visibility: Visibility) -> str:
    """Why a draft is not suggested, "" if it is."""
    claim = one.claim
    if claim.comparison == "present" or (isinstance(claim.value, str) and len(claim.value) > _LONG):
        return TRIVIAL
    if len(claim.consequence) < _SHORT:
        return NO_CONSEQUENCE
    if not visibility.extractors_for(claim.path, claim.predicate):
        return INVISIBLE
    if covering(claim, claims) or any(_exactly(claim, other) for other in claims):
        return CLAIMED
    return ""


def _exactly(claim: Claim, other: Claim) -> bool:
    """Whether somebody wrote it down before, in whatever status: a deprecated claim was turned away."""
    return (claim.path, claim.predicate) == (other.path, other.predicate)


def _same(one: Suggestion, other: Suggestion) -> bool:
    if one.claim.predicate != other.claim.predicate:
        return False
    mine, theirs = segments(one.claim.path), segments(other.claim.path)
    return is_about(mine, theirs) or is_about(theirs, mine)
