"""Verifying: what the code does, held against what was claimed that it must do.

PASS: what is observed is as claimed, or what is forbidden was looked for and not found. CONFLICT: an observation says
otherwise. MISSING: nothing was observed that would show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aphoria import comparison
from aphoria.matching import Observed

if TYPE_CHECKING:
    from aphoria.observation import Observation
    from aphoria.visibility import Visibility
    from repo_format.objects.claim import Claim

PASS, CONFLICT, MISSING = "PASS", "CONFLICT", "MISSING"
ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one claim: the observations that fit it and those that do not, both in their order."""

    claim: Claim
    verdict: str
    fitting: tuple[Observation, ...]
    contrary: tuple[Observation, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdicts on all active claims, by name, and the observations that no active claim is about."""

    verdicts: tuple[Verdict, ...]
    unclaimed: tuple[Observation, ...]

    def with_verdict(self, verdict: str) -> list[Verdict]:
        """The verdicts of one kind."""
        return [one for one in self.verdicts if one.verdict == verdict]


def verify(claims: Iterable[Claim], observations: Sequence[Observation], visibility: Visibility) -> Verification:
    """Hold every active claim against the observations. ``visibility`` knows what could have been observed."""
    observed = Observed(observations)
    verdicts: list[Verdict] = []
    claimed: set[Observation] = set()
    for claim in sorted((one for one in claims if one.status == ACTIVE), key=lambda one: one.name):
        about = tuple(observed.about(claim.path, claim.predicate))
        claimed.update(about)
        verdicts.append(_verdict(claim, about, visibility))
    return Verification(tuple(verdicts), tuple(one for one in observations if one not in claimed))


def _verdict(claim: Claim, about: Sequence[Observation], visibility: Visibility) -> Verdict:
    compare = comparison.known()[claim.comparison]
    if not about:
        return _on_nothing(claim, compare, visibility)
    holds = [compare.holds(one, claim) for one in about]
    fitting = tuple(one for one, fits in zip(about, holds, strict=True) if fits)
    contrary = tuple(one for one, fits in zip(about, holds, strict=True) if not fits)
    if compare.one_is_enough:
        return Verdict(claim, PASS if fitting else MISSING, fitting, contrary)
    return Verdict(claim, CONFLICT if contrary else PASS, fitting, contrary)


def _on_nothing(claim: Claim, compare: comparison.Comparison, visibility: Visibility) -> Verdict:
    seers = visibility.extractors_for(claim.path, claim.predicate)
    if not seers:
        return Verdict(claim, MISSING, (), (), "no extractor can observe this")
    if compare.nothing_is_fine:
        return Verdict(claim, PASS, (), (), f"looked for by {', '.join(seers)} and not found")
    return Verdict(claim, MISSING, (), (), f"{', '.join(seers)} could have observed it and did not")
