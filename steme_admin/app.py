"""The command line of `stemedb-admin`."""

from __future__ import annotations

import typer

from steme_cli.app import program
from steme_cli.lazy_group import LazyGroup

ABOUT = """Look after steme repositories and servers.

This version holds the command line only; the work of an operator on one repository is done by `steme fsck`,
`steme reindex` and `steme stats`.

Examples:
    stemedb-admin version
    stemedb-admin version --format json
"""


class AdminCommands(LazyGroup):
    """The commands of `stemedb-admin`."""

    packages = ("steme_admin.commands",)


app = program("stemedb-admin", AdminCommands, ABOUT)


def main() -> None:
    """Run `stemedb-admin` with the arguments of the process, and end it."""
    typer.main.get_command(app).main()
