"""The project that a command of the linter is run in: its top, its extractors, its claims, and what comes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aphoria.declarative import extractors_of
from aphoria.place import top_of
from aphoria.scan import Options, scan
from aphoria.survey import Survey, claims_of, looking_for, survey
from aphoria.visibility import Visibility
from aphoria.walk import Bounds
from steme_cli import invocation
from steme_cli.progress import progress

if TYPE_CHECKING:
    from aphoria.scan import Scan


def top_here() -> str:
    """The top of the project."""
    return top_of(invocation.current().start())


def visibility_here() -> Visibility:
    """What the extractors of the project can see."""
    return Visibility(extractors_of(top_here()).values())


def scan_here(*, tests: bool = False, cached: bool = True) -> Scan:
    """What is observed in the whole project, with a progress bar."""
    top = top_here()
    extractors = looking_for(claims_of(top), extractors_of(top))
    options = Options(extractors=extractors, bounds=Bounds(tests=tests), cached=cached)
    with progress("looking") as advance:
        return scan(top, options, advance)


def survey_here(*, tests: bool = False, cached: bool = True) -> Survey:
    """The project as it stands; one without claims has an empty list of them."""
    top = top_here()
    return survey(claims_of(top), scan_here(tests=tests, cached=cached), extractors_of(top))
