"""Everything that keeps a finding from counting, in one order: comments, then acknowledgements, then the baseline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aphoria import declarative
from aphoria.acknowledgements import Acknowledgements
from aphoria.baseline import Baseline
from aphoria.finding import in_order
from aphoria.suppressing import suppressed
from aphoria.suppression import EXTRACTOR, suppressions
from steme import times

if TYPE_CHECKING:
    from aphoria.finding import Finding
    from aphoria.scan import Scan
    from repo_format.objects.acknowledgement import Acknowledgement


def accepted(
    top: str,
    found: Iterable[Finding],
    seen: Scan,
    *,
    whole: bool,
    baseline: bool = False,
    further: Iterable[Acknowledgement] = (),
) -> tuple[Finding, ...]:
    """The findings of a scan of the project at ``top``, in order, those that are covered marked as suppressed.

    Notes are added on comments and acknowledgements that count for nothing; ``whole`` says that everything was looked
    at. ``further`` are acknowledgements that come with policies. Raises InvalidInput for a file that is not right,
    NotFound without the ``baseline`` that was asked for.
    """
    comments = suppressions(seen.observations, datetime.now(UTC).date())
    known = Acknowledgements.of(top, times.now(), further)
    code = [one for one in seen.observations if one.extractor != EXTRACTOR]
    marked = suppressed(found, comments, declarative.names(top), whole=whole)
    ordered = in_order([*known.suppressed(marked), *known.notes(code, whole=whole)])
    return tuple(Baseline.read(top).suppressed(ordered)) if baseline else ordered
