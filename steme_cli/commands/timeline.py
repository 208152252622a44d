"""Show how the answer to a question moved.

Asks the question as of every moment at which something came that could move the answer: claims, retractions,
supersessions, changes of stage, states of sources, votes and so on. Writes a row for each moment at which the value,
the claim that wins or the status became another, oldest first, with the object that brought it about.

By default the moments are those of the authors' clocks, as for --as-of. With --by known they are those at which this
repository learnt of something, commit by commit, as for --known-at.

--plot draws the answer and the conflict over time. It needs matplotlib, which `pip install 'steme[plot]'` brings.

Examples:
    steme timeline drug/aspirin/dosage recommended
    steme timeline country/bi capital --lens authority --since 2018-01-01
    steme timeline country/bi population --by known --format csv
    steme timeline country/bi population --plot population.png

Exit status:
    0  the timeline was shown
    2  the command line is wrong
    3  nobody ever claimed anything about it, or matplotlib is missing
    4  there is no repository here
    9  the picture could not be written
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from repo_format.errors import InvalidInput
from steme import times
from steme.authors import Authors
from steme.repository import Repository
from steme.timeline import timeline
from steme_cli import invocation
from steme_cli.asking_options import Include, Tolerance, TrustRoot
from steme_cli.options import Format
from steme_cli.questions import asked, check_roots, lens_of
from steme_cli.render import timeline_rows


def command(
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help="A subject.")],
    predicate: Annotated[str, typer.Argument(metavar="PREDICATE", help="A predicate.")],
    lens: Annotated[
        str | None, typer.Option("--lens", metavar="LENS", help="How to resolve; `steme lenses` lists them.")
    ] = None,
    by: Annotated[
        Literal["claimed", "known"],
        typer.Option("--by", metavar="CLOCK", help="claimed, by the authors' clocks, or known, as it arrived here."),
    ] = "claimed",
    since: Annotated[str | None, typer.Option("--since", metavar="TIME", help="Changes from this time on.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="TIME", help="Changes up to this time.")] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=0, metavar="N", help="At most so many changes, the newest ones.")
    ] = None,
    include: Include = None,
    tolerance: Tolerance = None,
    trust_root: TrustRoot = None,
    plot: Annotated[
        str | None, typer.Option("--plot", metavar="FILE", help="Draw it: a .png, .svg or .pdf file.")
    ] = None,
    format: Format = None,
) -> None:
    if plot is not None and (format is not None or limit is not None):
        raise InvalidInput("--plot", "draws the whole as a picture; leave out --format and --limit")
    first = times.parse_time(since, field="--since") if since else None
    last = times.parse_time(until, field="--until") if until else None
    authors = Authors()
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as view:
        check_roots(view, trust_root)
        chosen = lens_of(lens, repository.configuration)
        question = asked(view, authors, lens=chosen, include=include, tolerance=tolerance).about(subject, predicate)
        found = timeline(view, repository.asker(view, trust_root or ()), question, by, first, last)
        timeline_rows.require_claims(found, question)
        if plot is None:
            timeline_rows.show(view, authors, found, limit, format)
        else:
            from steme_cli.render.step_chart import draw  # with it comes matplotlib

            draw(found, question, plot, last)
    timeline_rows.note_left_out(found)
