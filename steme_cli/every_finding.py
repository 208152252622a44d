"""Every finding of a project, by its claims and by the authorities: what a baseline is made of."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aphoria.claims.file import NAME, ClaimsFile
from aphoria.declarative import extractors_of
from aphoria.examination import examine
from aphoria.ground import Ground
from aphoria.place import FOLDER
from steme_cli.linting import Selection
from steme_cli.surveying import top_here
from steme_cli.verifying import verified

if TYPE_CHECKING:
    from aphoria.finding import Finding


def every_finding() -> list[Finding]:
    """The findings of `verify run` and of `scan` over everything, each with its fingerprint."""
    top = top_here()
    everything = Selection(top, None, staged=False, since=None, tests=False, cached=True)
    path = os.path.join(top, FOLDER, NAME)
    extractors = extractors_of(top)
    found: list[Finding] = []
    if os.path.isfile(path):
        found += verified(ClaimsFile.read(path), everything, extractors)[1].findings
    ground = Ground.of(top)
    seen = everything.scan(ground.looking(extractors))
    return found + list(examine(seen, ground, whole=True).findings)
