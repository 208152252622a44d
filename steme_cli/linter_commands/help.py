"""Show the help of a command of aphoria.

`aphoria help verify` is the same as `aphoria verify --help`.

Examples:
    aphoria help
    aphoria help verify
    aphoria help claims create

Exit status:
    0  the help was shown
    2  there is no such command
"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from steme_cli import linter


def command(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[COMMAND]...", help="The command, as it is typed.")
    ] = None,
) -> int:
    group: Any = typer.main.get_command(linter.app)
    status: int = group.run([*(words or []), "--help"])
    return status
