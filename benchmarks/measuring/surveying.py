"""The survey, for a process of its own; apart from ``ours`` because it brings numpy."""

from __future__ import annotations

from itertools import islice

from steme.contested import findings
from steme.repository import Repository
from steme.survey import survey


def fiercest(path: str) -> None:
    """Survey a repository and name the ten fiercest contradictions."""
    with Repository.open(path) as repository, repository.snapshot() as view:
        list(islice(findings(view, survey(view, repository.asker(view).present)), 10))
