"""Show what code does otherwise than when a scan was kept.

`aphoria scan --persist` keeps what is observed as signed assertions in the repository of steme. Drift is what differs
since: a value that is new at a concept path, one that is gone, or both. The code need not contradict any claim for
that; claims about a change are named. The measure is the share of all facts, of then and of now, that are not in both.

--since takes a revision of git whose scan was kept, a tag or head of the repository, or a time: the last scan kept by
then. Without it, it is the last scan that was kept.

Examples:
    aphoria drift
    aphoria drift --since v1
    aphoria drift --since main~5
    aphoria drift --since 2026-05-01 --format json

Exit status:
    0  nothing has changed
    1  something has
    2  an option, the claims file or an extractor is not right
    3  no such scan was kept
    4  there is no repository here
"""

from __future__ import annotations

from typing import Annotated

import typer

from aphoria import drift
from aphoria.persisting import facts_in
from steme.repository import Repository
from steme_cli import exit_codes, invocation
from steme_cli.linting import NoCache, Tests
from steme_cli.options import Format
from steme_cli.render import drift_rows
from steme_cli.surveying import survey_here, top_here


def command(
    since: Annotated[
        str | None, typer.Option("--since", metavar="REV|TIME|TAG", help="The scan of then; the last one if left out.")
    ] = None,
    tests: Tests = False,
    no_cache: NoCache = False,
    format: Format = None,
) -> int:
    with Repository.open(invocation.current().start()) as repository:
        stands = survey_here(tests=tests, cached=not no_cache)
        with repository.snapshot() as view:
            before = drift.earlier(view, top_here(), stands.scan.project, since)
            found = drift.drift(facts_in(view, before), stands.code, stands.active)
    drift_rows.write(found, before.source.name, format)
    return exit_codes.FINDINGS if found.changes else exit_codes.FINE
