"""Show the head and the tags of a remote, and get nothing.

REMOTE is the name of a remote, or a URL as `steme clone` takes it, for which no repository is needed. The signatures of
the heads are checked; whether they tell the truth shows when everything is fetched.

Examples:
    steme ls-remote
    steme ls-remote upstream --format json
    steme ls-remote git+https://git.example/people/claims.git

Exit status:
    0  shown
    2  the URL is none
    3  there is no such remote
    4  there is no repository here, or none at the URL
    8  the remote cannot be reached, broke off, or lied
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme_cli.options import Format
from steme_cli.remote_looks import show


def command(
    remote: Annotated[
        str | None, typer.Argument(metavar="[REMOTE]", help="A name or a URL, origin by default.")
    ] = None,
    format: Format = None,
) -> None:
    show(remote, format)
