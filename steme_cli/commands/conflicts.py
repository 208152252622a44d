"""Survey the repository for contradictions.

Scores every question at once and ranks those whose conflict is at least --min. --by spread puts first where the weakest
and the strongest class of evidence are furthest apart. A question with at least 100 claims, all anecdotal and with
nothing stronger beside them, is listed as emerging whatever its conflict, from 500 claims on as escalate. Needs numpy.

A predicate that holds many values at once, such as the neighbours of a country, looks like a contradiction and is none;
--except leaves it out.

With --tolerance, numbers that differ by no more than this share are one value (docs/semantics/tolerance.md).

Examples:
    steme conflicts
    steme conflicts country/ --min 0.8 -n 20
    steme conflicts --predicate population --predicate area
    steme conflicts --except neighbour --except language
    steme conflicts --by spread --format csv
    steme conflicts --as-of 2020-01-01
    steme conflicts --predicate population --tolerance 1%

Exit status:
    0  the survey was made, whatever it found
    1  --fail-on-conflict, and something was found
    2  the command line is wrong
    3  there is no such moment
    4  there is no repository here
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from repo_format import vocabulary
from steme import bounds
from steme.patterns import subjects_of
from steme.repository import Repository
from steme.tolerance import parse_tolerance
from steme_cli import invocation, output
from steme_cli.asking_options import AsOf, KnownAt, Tolerance
from steme_cli.options import Format
from steme_cli.questions import check_score
from steme_cli.render import figures, unlike_units
from steme_cli.render.column import Column
from steme_cli.render.rows import rows

if TYPE_CHECKING:
    from steme.contested import Finding

COLUMNS = (
    Column("subject"),
    Column("predicate"),
    Column("conflict", right=True, human=figures.score),
    Column("verdict"),
    Column("values", right=True),
    Column("claims", right=True),
    Column("voices", right=True),
    Column("strongest"),
    Column("weakest"),
)
FINDINGS = 1


def command(
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="Only this subject, what is below drug/, or a pattern.")
    ] = "**",
    minimum: Annotated[float, typer.Option("--min", metavar="SCORE", help="The least conflict to list, 0 to 1.")] = 0.4,
    predicate: Annotated[
        list[str] | None, typer.Option("--predicate", metavar="PREDICATE", help="Only this predicate; may be repeated.")
    ] = None,
    besides: Annotated[
        list[str] | None,
        typer.Option("--except", metavar="PREDICATE", help="Not this predicate, which may hold many values at once."),
    ] = None,
    by: Annotated[Literal["conflict", "spread"], typer.Option("--by", help="What to rank by.")] = "conflict",
    tolerance: Tolerance = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=0, metavar="N", help="At most so many rows.")
    ] = None,
    fail_on_conflict: Annotated[
        bool, typer.Option("--fail-on-conflict", help="Exit with 1 when something was found.")
    ] = False,
    format: Format = None,
) -> int:
    from steme.contested import findings  # with it comes numpy, an optional library
    from steme.survey import survey

    check_score("--min", minimum)
    near = parse_tolerance(tolerance) if tolerance is not None else 0.0
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as view:
        standing = repository.asker(view).standing(bounds.typed(view, as_of, known_at))
        surveyed = survey(view, standing, subjects_of(view, subject), near)
        unlike_units.note(surveyed.unlike)
        found = findings(view, surveyed, minimum, by)
        if predicate or besides:
            found = (one for one in found if _is_wanted(one.predicate, predicate, besides))
        count = rows("steme.conflicts", COLUMNS, map(_row, islice(found, limit)), format=format)
    if not count and format is None:
        output.note(f"no question has a conflict of {minimum:g} or more")
    return FINDINGS if fail_on_conflict and count else 0


def _is_wanted(name: str, predicates: list[str] | None, besides: list[str] | None) -> bool:
    return (not predicates or name in predicates) and name not in (besides or ())


def _row(found: Finding) -> dict[str, object]:
    return {
        "subject": found.subject,
        "predicate": found.predicate,
        "conflict": round(found.conflict, 6),
        "verdict": found.verdict,
        "values": found.values,
        "claims": found.claims,
        "voices": found.voices,
        "strongest": vocabulary.TIERS[found.strongest],
        "weakest": vocabulary.TIERS[found.weakest],
    }
