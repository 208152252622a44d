"""Count what is in the repository.

Objects by kind and author, claims by source, tier and predicate, how many subjects and questions there are (a question
is a subject with a predicate), and how many questions have more than one value. It reads the whole index: about a
second for a million claims.

Examples:
    steme stats
    steme stats --top 5
    steme stats --format json

Exit status:
    0  counted
    2  the command line is wrong
    4  there is no repository here
    6  the repository is damaged
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme import statistics
from steme.repository import Repository
from steme.status import Sizes
from steme_cli import invocation
from steme_cli.options import Format
from steme_cli.render import statistics_page


def command(
    top: Annotated[
        int, typer.Option("--top", min=1, metavar="N", help="How many of each list, the largest first.")
    ] = 10,
    format: Format = None,
) -> None:
    with Repository.open(invocation.current().start()) as repository:
        with repository.snapshot() as view:
            found = statistics.Statistics(view)
            names = statistics.names(view, found, top)
        sizes = Sizes(repository)
    statistics_page.write(found, sizes, names, top=top, format=format)
