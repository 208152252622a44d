"""List the lenses, or what each of them answers.

A lens takes the claims that count for a question and makes an answer of them. `epoch` goes before another one, as in
epoch:authority. The setting query.lens says which one is used when none is named.

With a SUBJECT and a PREDICATE all lenses answer that question side by side. Some give no value: `skeptic` shows both
sides and `constraints` all rules.

Examples:
    steme lenses
    steme lenses country/bi population
    steme lenses --format json
    steme query country/bi capital --lens epoch:authority

Exit status:
    0  they were listed
    2  the command line is wrong
    3  nobody claims anything about the question
    4  there is no repository here, and a question was asked
"""

from __future__ import annotations

from typing import Annotated

import typer

from repo_format.errors import InvalidInput, NotFound, shown
from steme import lens
from steme.authors import Authors
from steme.repository import Repository
from steme_cli import invocation
from steme_cli.options import Format
from steme_cli.render import lens_rows
from steme_cli.render.column import Column
from steme_cli.render.rows import rows

COLUMNS = (Column("lens"), Column("decides"))


def command(
    subject: Annotated[str | None, typer.Argument(metavar="SUBJECT", help="The subject of a question.")] = None,
    predicate: Annotated[str | None, typer.Argument(metavar="PREDICATE", help="Its predicate.")] = None,
    format: Format = None,
) -> None:
    if subject is None:
        found = ({"lens": name, "decides": line} for name, line in lens.described())
        rows("steme.lenses", COLUMNS, found, format=format)
        return
    if predicate is None:
        raise InvalidInput("PREDICATE", f"is missing; name what to ask about {shown(subject)}")
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as view:
        answers = list(lens_rows.lens_rows(view, repository.asker(view), Authors(), subject, predicate))
    if not answers:
        raise NotFound(f"nobody claims anything about {shown(subject)} {shown(predicate)}")
    rows("steme.lenses", lens_rows.COLUMNS, answers, format=format)
