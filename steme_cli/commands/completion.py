"""Print a script that completes commands and options in your shell.

Covers `steme`, `aphoria` and `stemedb-admin`. Completing a word starts no Python.

Examples:
    eval "$(steme completion bash)"
    steme completion zsh > "${fpath[1]}/_steme"
    steme completion fish | source

Exit status:
    0  the script was printed
    3  the scripts were not installed with this steme
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from steme_cli import output
from steme_cli.completion_files import script


def command(
    shell: Annotated[Literal["bash", "zsh", "fish"], typer.Argument(metavar="SHELL", help="bash, zsh or fish.")],
) -> None:
    output.write(script(shell))
