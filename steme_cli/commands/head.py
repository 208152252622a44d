"""Show the signed head of a moment and check it.

A head says what everything in the repository was after one commit: the Merkle root over the ids of all objects, their
number, the head before it, the time, and the signature of whoever committed. Two repositories with the same root hold
the same objects.

A MOMENT is main, a tag, a ref, the first digits of a head, seq:N for the commit that brought object N, or a time for
the last commit received by then; with ~2 behind it, two commits before. Without one it is main.

Examples:
    steme head
    steme head v1 --format json
    steme head main~1
    steme head 2026-05-01

Exit status:
    0  shown, and its signature holds
    2  the command line is wrong
    3  there is no such moment, or nothing was committed by then
    4  there is no repository here
    6  the head is damaged
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme_cli.options import Format
from steme_cli.quick.head import run


def command(
    moment: Annotated[str, typer.Argument(metavar="MOMENT", help="main, a tag, a head, seq:N or a time.")] = "main",
    format: Format = None,
) -> None:
    run(moment=moment, format=format)
