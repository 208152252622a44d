"""A project as it stands: what is claimed, what is observed, and what comes of holding one against the other."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aphoria.claims.file import NAME, ClaimsFile
from aphoria.place import FOLDER
from aphoria.suppression import EXTRACTOR
from aphoria.verification import ACTIVE, Verification, verify
from aphoria.visibility import Visibility, needed

if TYPE_CHECKING:
    from aphoria.claims.entry import Entry
    from aphoria.extractor import Extractor
    from aphoria.observation import Observation
    from aphoria.scan import Scan
    from repo_format.objects.claim import Claim


@dataclass(frozen=True, slots=True)
class Survey:
    """``code`` are the observations of a scan without those of comments for the linter itself."""

    entries: tuple[Entry, ...]
    extractors: Mapping[str, Extractor]
    scan: Scan
    code: tuple[Observation, ...]
    verification: Verification
    visibility: Visibility

    @property
    def claims(self) -> list[Claim]:
        """All claims, in the order of the file."""
        return [one.claim for one in self.entries]

    @property
    def active(self) -> list[Claim]:
        """The active claims, in the order of the file."""
        return [one for one in self.claims if one.status == ACTIVE]


def survey(entries: Sequence[Entry], seen: Scan, extractors: Mapping[str, Extractor]) -> Survey:
    """Hold the claims against what a scan with these extractors has seen."""
    code = tuple(one for one in seen.observations if one.extractor != EXTRACTOR)
    visibility = Visibility(extractors.values())
    done = verify((one.claim for one in entries), code, visibility)
    return Survey(tuple(entries), extractors, seen, code, done, visibility)


def looking_for(entries: Sequence[Entry], extractors: Mapping[str, Extractor]) -> dict[str, Extractor]:
    """The extractors that a scan for these claims needs: all but those on demand that no claim asks for."""
    return needed(extractors, ((one.claim.path, one.claim.predicate) for one in entries if one.claim.status == ACTIVE))


def claims_of(top: str) -> list[Entry]:
    """The claims of the project at ``top``, none where it has no file of them. Raises InvalidInput."""
    path = os.path.join(top, FOLDER, NAME)
    return ClaimsFile.read(path).entries if os.path.isfile(path) else []
