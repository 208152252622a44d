"""Claims in comments, and what the code says of a claim: what the verbs of `claims` need a scan for."""

from __future__ import annotations

import os

from aphoria.claims import markers
from aphoria.claims.file import ClaimsFile
from aphoria.claims.markers import Marker
from aphoria.declarative import extractors_of
from aphoria.scan import Options, scan
from aphoria.suppression import EXTRACTOR
from aphoria.verification import Verdict, verify
from aphoria.visibility import Visibility
from steme_cli.claiming import file_or_none


def markers_here() -> list[Marker]:
    """The markers of this project, whatever their state."""
    path, text = file_or_none()
    folder = os.path.dirname(path)
    seen = scan(os.path.dirname(folder))
    return markers.markers(seen.observations, ClaimsFile(path, text).claims, markers.rejected(folder))


def reject_here(marker: Marker, reason: str) -> None:
    """Write down that a marker is turned away."""
    folder = os.path.dirname(file_or_none()[0])
    os.makedirs(folder, exist_ok=True)
    markers.reject(folder, marker, reason)


def verdict_on(file: ClaimsFile, name: str) -> Verdict | None:
    """What comes of one claim in the code as it is; None for a claim that is not active."""
    root = os.path.dirname(os.path.dirname(file.path))
    claims = [one for one in file.claims if one.name == name]
    extractors = extractors_of(root)
    seen = [one for one in scan(root, Options(extractors=extractors)).observations if one.extractor != EXTRACTOR]
    return next(iter(verify(claims, seen, Visibility(extractors.values())).verdicts), None)
