"""What code is held against: the corpus, the policies that were taken in, and the claims of the team."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aphoria.claims.entry import SIGNED
from aphoria.conflicts import Authorities
from aphoria.place import FOLDER
from aphoria.policies.registry import Registry
from aphoria.policies.shipped import corpus
from aphoria.suppression import EXTRACTOR
from aphoria.survey import claims_of
from aphoria.verification import ACTIVE
from aphoria.visibility import needed
from repo_format.errors import NotFound, shown

if TYPE_CHECKING:
    from aphoria.claims.entry import Entry
    from aphoria.extractor import Extractor
    from aphoria.policies.pack import Policy
    from repo_format.objects.claim import Claim


@dataclass(frozen=True, slots=True)
class Ground:
    """What code is held against: ``policies`` with the corpus first, and the claims of the team."""

    policies: tuple[Policy, ...]
    entries: tuple[Entry, ...] = ()

    @classmethod
    def of(cls, top: str) -> Ground:
        """That of the project at ``top``. Raises InvalidInput, BadSignature, MalformedObject for what is not right."""
        taken = Registry(os.path.join(top, FOLDER)).all()
        return cls((corpus(), *taken), tuple(claims_of(top)))

    @property
    def count(self) -> int:
        """How many authorities speak."""
        return sum(len(policy.authorities) for policy in self.policies)

    def authority(self, name: str) -> Claim:
        """An authority by its name. Raises NotFound with a suggestion."""
        every = {claim.name: claim for policy in self.policies for claim in policy.authorities}
        if name not in every:
            hint = f"{_suggestion(name, every)}; `aphoria policy show corpus` lists those that come with aphoria"
            raise NotFound(f"there is no assertion {shown(name)}{hint}")
        return every[name]

    def looking(self, extractors: Mapping[str, Extractor]) -> dict[str, Extractor]:
        """The extractors that a scan needs to be held against this: those on demand only where somebody asks."""
        claims = (claim for policy in self.policies for claim in policy.authorities)
        team = (one.claim for one in self.entries if one.claim.status == ACTIVE)
        return needed(extractors, ((one.path, one.predicate) for one in (*claims, *team)))

    def authorities(self) -> Authorities:
        """All of them. A claim of the team overrides only while its signature is good."""
        every = (claim for policy in self.policies for claim in policy.authorities)
        team = (one.claim for one in self.entries if one.state == SIGNED)
        aliases = {one.alias: one.subject for policy in self.policies for one in policy.aliases}
        return Authorities(every, team, aliases)

    def unsigned_overrides(self) -> list[Entry]:
        """The claims that would override an authority if they were signed."""
        names = {claim.name for policy in self.policies for claim in policy.authorities}
        return [
            one
            for one in self.entries
            if one.claim.status == ACTIVE and one.claim.supersedes in names and one.state != SIGNED
        ]


def chosen(extractors: Mapping[str, Extractor], names: Sequence[str] | None) -> Mapping[str, Extractor]:
    """The extractors of these names and those that read comments for the linter; all without names.

    Raises NotFound with a suggestion.
    """
    if not names:
        return extractors
    for name in names:
        if name not in extractors:
            raise NotFound(f"there is no extractor {shown(name)}{_suggestion(name, extractors)}")
    return {name: one for name, one in extractors.items() if name in (*names, EXTRACTOR)}


def _suggestion(name: str, extractors: Iterable[str]) -> str:
    from difflib import get_close_matches  # only for somebody who mistyped

    near = get_close_matches(name, list(extractors), 1)
    return f"; did you mean {near[0]}?" if near else ""
