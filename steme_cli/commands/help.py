"""Show the help of a command.

`steme help query` is the same as `steme query --help`.

Examples:
    steme help
    steme help query
    steme help key new

Exit status:
    0  the help was shown
    2  there is no such command
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme_cli.app import dispatch


def command(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[COMMAND]...", help="The command, as it is typed.")
    ] = None,
) -> int:
    return dispatch([*(words or []), "--help"])
