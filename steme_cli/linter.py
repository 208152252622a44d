"""The command line of `aphoria`. It lives here because only the doors know the terminal; the linter itself does not."""

from __future__ import annotations

import typer

from steme_cli.app import program
from steme_cli.lazy_group import LazyGroup

ABOUT = """Code truth: what code does, held against what it must do.

aphoria reads code and configuration, and says in seconds, in a hook or in CI, where they part ways with what a team
has claimed about them and with RFCs, OWASP and the advice of vendors; each finding with its authority. The same
commands are there as `steme verify`, `steme scan` and so on.

Examples:
    aphoria explain
    aphoria claims create
    aphoria verify run
    aphoria scan --staged
    aphoria coverage
    aphoria help verify
"""


class LinterCommands(LazyGroup):
    """The commands of `aphoria`."""

    packages = ("steme_cli.linter_commands",)


app = program("aphoria", LinterCommands, ABOUT)


def main() -> None:
    """Run `aphoria` with the arguments of the process, and end it."""
    typer.main.get_command(app).main()
