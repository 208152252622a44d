"""Copy a repository from elsewhere and check all of it.

URL is where it is: a directory, ssh://HOST/PATH or HOST:PATH, https://HOST/PATH, or a git repository that carries
claims: git+https://HOST/PATH, git+ssh://HOST/PATH or git+file:///PATH.

Every hash, signature and seal is checked, and the root of the whole against the head that the other side has signed.
DIRECTORY is made; without it, it is called as the last part of the URL. It gets a remote `origin` that leads back.
When the clone fails, nothing of it is left, unless something had come already: then it says so, and the same command
goes on from there.

Examples:
    steme clone ../claims
    steme clone ssh://host.example/srv/claims mine
    steme clone git+https://git.example/people/claims.git
    steme clone git+ssh://git@git.example/claims.git --origin upstream

Exit status:
    0  the clone is whole and checked
    2  the URL is none, or does not say what to call the directory
    3  there is no key to sign the first commit with; make one with `steme key new NAME`
    4  there is no repository at the URL
    5  refused: the directory is not empty, or what came does not hold
    7  another process is writing; try again
    8  the remote cannot be reached, broke off, or lied
    9  the disk is full or failed
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme_cli import sharing
from steme_cli.options import Format
from steme_cli.sharing_options import Key


def command(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where the repository is.")],
    path: Annotated[str | None, typer.Argument(metavar="[DIRECTORY]", help="Where to put it.")] = None,
    origin: Annotated[str, typer.Option("--origin", "-o", metavar="NAME", help="What to call the remote.")] = "origin",
    key: Key = None,
    format: Format = None,
) -> int:
    return sharing.clone(url, path, origin, key, format)
