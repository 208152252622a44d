"""Print the version of stemedb-admin and of its format.

Examples:
    stemedb-admin version
    stemedb-admin version --format json

Exit status:
    0  the version was printed
"""

from __future__ import annotations

from typing import Annotated

import typer

from repo_format.limits import FORMAT_VERSION
from steme_cli import __version__, output
from steme_cli.options import Format
from steme_cli.render.record import record


def command(
    short: Annotated[bool, typer.Option("--short", help="Only the version, on one line.")] = False,
    format: Format = None,
) -> None:
    if short and format is None:
        output.write(f"stemedb-admin {__version__}\n")
    else:
        record("stemedb-admin.version", {"stemedb-admin": __version__, "format": FORMAT_VERSION}, format=format)
