"""Print the version of steme.

Says which steme this is, which version of the repository format it reads and writes, and which Python runs it.
Put the output into a report about a problem.

Examples:
    steme version
    steme version --format json
    steme --version

Exit status:
    0  the version was printed
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme_cli.options import Format
from steme_cli.quick.version import run


def command(
    short: Annotated[bool, typer.Option("--short", help="Only the version of steme, on one line.")] = False,
    format: Format = None,
) -> None:
    run(short=short, format=format)
