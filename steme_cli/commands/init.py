"""Make an empty repository here.

Creates a directory .steme in DIRECTORY, or in the current one, with an empty signed log. Nothing else is touched, and
an existing repository is never changed. Claims need a key: `steme key new NAME` makes one.

Examples:
    steme init
    steme init research/claims

Exit status:
    0  the repository was made
    2  the directory cannot be one
    5  there is a repository already, or the place is on a network file system
    9  the disk refused
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme.keys.folder import has_no_keys, keys_folder
from steme.repository import Repository
from steme_cli import output
from steme_cli.options import Format
from steme_cli.render.record import record
from steme_cli.render.text import safe


def command(
    path: Annotated[
        str, typer.Argument(metavar="DIRECTORY", help="Where to make it; created when it is not there.")
    ] = ".",
    format: Format = None,
) -> None:
    with Repository.init(path) as repository:
        facts = {"path": f"{repository.path}/.steme", "id": repository.id.hex()}
        if format:
            record("steme.init", facts, format=format)
        else:
            output.write(f"Initialized empty repository in {safe(facts['path'])}\n")
            if has_no_keys(keys_folder()):
                output.note("Claims need a key: `steme key new NAME` makes one.")
