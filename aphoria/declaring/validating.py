"""What is the matter with a team's own extractors: files that are not right, those that never match, and those that
match nothing anybody claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aphoria.matching import is_about, segments
from aphoria.visibility import Visibility

if TYPE_CHECKING:
    from aphoria.extractor import Extractor
    from aphoria.observation import Observation
    from repo_format.objects.claim import Claim

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about an extractor, with its file."""

    file: str
    name: str
    severity: str
    text: str


def unused(file: str, extractor: Extractor, seen: Sequence[Observation], claims: Iterable[Claim]) -> list[Problem]:
    """What makes an extractor useless in its project: ``seen`` is what it observes in all of it."""
    every = list(claims)
    found: list[Problem] = []
    if not seen:
        found.append(Problem(file, extractor.name, WARNING, "matches nowhere in the project"))
    visible = [one for one in every if Visibility([extractor]).extractors_for(one.path, one.predicate)]
    if not visible:
        found.append(Problem(file, extractor.name, WARNING, "can see nothing that an active claim is about"))
    elif seen and not any(_about(one, each) for one in visible for each in seen):
        found.append(Problem(file, extractor.name, WARNING, "matches no claim's path, though one is about its topic"))
    return found


def _about(claim: Claim, seen: Observation) -> bool:
    return claim.predicate == seen.predicate and is_about(segments(claim.path), segments(seen.path))
