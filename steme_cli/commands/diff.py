"""Show what was added between two moments.

Writes how many objects of each kind are in B and not in A, then every claim among them, and the questions whose newest
answer is another one at B than it was at A. When A is the later moment, the same is told as what B lacks.

A and B are main, a tag, the first digits of a head, seq:N for when object N had arrived, or a time for the last commit
received by then; with ~2 behind it, two commits before. Without B it is main.

--stat writes the counts alone. --format jsonl and csv write the claims, a row each; json has everything in one
document.

Examples:
    steme diff v1
    steme diff v1 v2 --stat
    steme diff yesterday
    steme diff main~1 main --format csv

Exit status:
    0  the two have the same objects
    1  there are differences
    2  the command line is wrong
    3  there is no such moment
    4  there is no repository here
    6  the repository is damaged
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme import moments
from steme.difference import Difference
from steme.repository import Repository
from steme_cli import exit_codes, invocation
from steme_cli.options import Format
from steme_cli.render.difference_page import DifferencePage


def command(
    a: Annotated[str, typer.Argument(metavar="A", help="The first moment.")],
    b: Annotated[str, typer.Argument(metavar="[B]", help="The second moment.")] = "main",
    stat: Annotated[bool, typer.Option("--stat", help="Only the counts.")] = False,
    format: Format = None,
) -> int:
    with Repository.open(invocation.current().start()) as repository:
        with repository.snapshot() as view:
            found = Difference(moments.resolve(view, a), moments.resolve(view, b))
        DifferencePage(repository, found, (a, b)).write(format, stat=stat)
    return exit_codes.FINDINGS if found.count else exit_codes.FINE
