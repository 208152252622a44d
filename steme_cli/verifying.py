"""Claims against code, as `verify run` and `baseline` tell it: every finding, with what suppresses some of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aphoria.accepting import accepted
from aphoria.examination import elsewhere, is_elsewhere
from aphoria.finding import MISSING, Report
from aphoria.ground import Ground
from aphoria.survey import looking_for, survey
from aphoria.verification import PASS
from aphoria.verification_findings import findings_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aphoria.claims.file import ClaimsFile
    from aphoria.extractor import Extractor
    from aphoria.survey import Survey
    from steme_cli.linting import Selection


def verified(
    file: ClaimsFile, selection: Selection, extractors: Mapping[str, Extractor], *, baseline: bool = False
) -> tuple[Survey, Report]:
    """What comes of every claim, and the report; without missing ones when only some files were looked at."""
    seen = selection.scan(looking_for(file.entries, extractors))
    stands = survey(file.entries, seen, extractors)
    lines = {one.claim.name: one.line for one in file.entries}
    found = [*findings_of(stands.verification, os.path.relpath(file.path, selection.root), lines)]
    if len(stands.code) < len(seen.observations):  # comments for the linter, which may be there for `scan`
        found += elsewhere(stands.code, Ground.of(selection.root).authorities())
    every = accepted(selection.root, found, seen, whole=selection.whole, baseline=baseline)
    marked = [one for one in every if not is_elsewhere(one)]
    made = Report(
        root=selection.root,
        findings=tuple(one for one in marked if selection.whole or one.level != MISSING),
        files=seen.files,
        observations=len(stands.code),
        skipped=seen.skipped,
        passed=tuple(one.claim.name for one in stands.verification.with_verdict(PASS)),
    )
    return stands, made
