"""Show whose numbers are furthest from the others', how often.

Looks at every contested question that three sources or more answer in numbers of one unit. The consensus is the middle
of the numbers by weight, as `--lens consensus` takes it; a source is the outlier of a question where its number is the
furthest from that. Sources that tie are outliers both. Needs numpy.

An outlier is not wrong: it may be the only one that has heard the news. And sources that copy from each other make the
one that does not look lonely.

FURTHEST is how often a source is the outlier, OF in how many questions it could have been, SHARE their ratio, and
DISTANCE the median of its distances: 0 is the consensus itself, 0.5 half or twice as much, 1 as far as can be.

Examples:
    steme outliers
    steme outliers country/ --predicate population --min 0
    steme outliers --except half_life --tolerance 1%
    steme outliers --by author --as-of 2020-01-01 --format csv

Exit status:
    0  done, whatever was found
    2  the command line is wrong
    3  there is no such moment
    4  there is no repository here
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from steme import bounds
from steme.patterns import subjects_of
from steme.repository import Repository
from steme.tolerance import parse_tolerance
from steme_cli import invocation, outlier_facts, output
from steme_cli.asking_options import AsOf, KnownAt, Tolerance
from steme_cli.options import Format
from steme_cli.questions import check_score
from steme_cli.render import figures
from steme_cli.render.column import Column
from steme_cli.render.rows import rows

if TYPE_CHECKING:
    from collections.abc import Sequence


def _columns(by: str) -> Sequence[Column]:
    return (
        Column(by),
        Column("furthest", right=True, human=figures.count),
        Column("of", right=True, human=figures.count),
        Column("share", human=outlier_facts.share_and_bar),
        Column("distance", right=True, human=figures.score),
    )


def command(
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="Only this subject, what is below drug/, or a pattern.")
    ] = "**",
    minimum: Annotated[
        float, typer.Option("--min", metavar="SCORE", help="The least conflict of a question to count, 0 to 1.")
    ] = 0.4,
    predicate: Annotated[
        list[str] | None, typer.Option("--predicate", metavar="PREDICATE", help="Only this predicate; may be repeated.")
    ] = None,
    besides: Annotated[
        list[str] | None,
        typer.Option("--except", metavar="PREDICATE", help="Not this predicate, which may hold many values at once."),
    ] = None,
    by: Annotated[Literal["source", "author"], typer.Option("--by", help="Whom to count by.")] = "source",
    tolerance: Tolerance = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=0, metavar="N", help="At most so many rows.")
    ] = None,
    format: Format = None,
) -> None:
    from steme.outliers import Asked, outliers  # with it comes numpy, an optional library

    check_score("--min", minimum)
    near = parse_tolerance(tolerance) if tolerance is not None else 0.0
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as view:
        only, out = (
            outlier_facts.predicate_terms(view, predicate or ()),
            outlier_facts.predicate_terms(view, besides or ()),
        )
        asked = Asked(subjects_of(view, subject), only if predicate else None, out, minimum, near)
        standing = repository.asker(view).standing(bounds.typed(view, as_of, known_at))
        found, questions = outliers(view, standing, asked, by)
        shown = list(outlier_facts.described(view, islice(found, limit), by))
    rows("steme.outliers", _columns(by), shown, format=format)
    if format is None:
        output.note(outlier_facts.summary(questions))
