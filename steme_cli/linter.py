"""The command line of `aphoria`. It lives here because only the doors know the terminal; the linter itself does not."""

from __future__ import annotations

import typer

from steme_cli.app import program
from steme_cli.lazy_group import LazyGroup

ABOUT = """The code-truth linter: checks code against what is claimed about it.

This version holds the command line only. Extractors, claims and verification come with a later one.

Examples:
    aphoria version
    aphoria version --format json
"""


class LinterCommands(LazyGroup):
    """The commands of `aphoria`."""

    package = "steme_cli.linter_commands"


app = program("aphoria", LinterCommands, ABOUT)


def main() -> None:
    """Run `aphoria` with the arguments of the process, and end it."""
    typer.main.get_command(app).main()
