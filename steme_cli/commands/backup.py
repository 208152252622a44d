"""Copy the repository elsewhere, or check such a copy.

`steme backup DEST` copies what DEST has not got yet: everything the first time, later what was committed since. Others
may write meanwhile; no lock is held, and the copy ends with a commit. A backup that is cut off leaves the one before it
usable, and the next goes on from there. DEST is a directory, or s3://BUCKET/PREFIX with the access that the environment
names (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL).

A backup holds every commit up to its own time, so that the repository can be restored as it was after any of them;
`steme backup list` shows them. It also has config.toml and the recorded answers, unless told otherwise. Keys are never
in it: they lie outside of the repository, and need a backup of their own.

`steme backup verify` restores the backup into a scratch directory, checks all of it as `steme fsck` does, compares the
Merkle root with the one in the signed head, and removes the directory.

What was erased since the last backup is gone from the next one. A backup of a repository that was restored to an
earlier state, or of another one, is refused.

Examples:
    steme backup /mnt/backup/claims
    steme backup s3://truth/claims --format json
    steme backup list /mnt/backup/claims
    steme backup verify /mnt/backup/claims

Exit status:
    0  copied, listed, or verified
    2  the command line is wrong
    3  there is no backup there
    4  there is no repository here
    5  refused: DEST holds something else, or a history that this repository has not got
    6  the repository or the backup is damaged
    7  another process is writing to the backup
    8  the object store could not be reached
    9  the system could not read or write
"""

from __future__ import annotations

from typing import Annotated

import typer

from repo_format.errors import InvalidInput
from steme_cli import backing_up
from steme_cli.options import Format


def command(
    words: Annotated[
        list[str], typer.Argument(metavar="[verify|list] DEST", help="A directory, or s3://BUCKET/PREFIX.")
    ],
    no_config: Annotated[bool, typer.Option("--no-config", help="Leave config.toml out.")] = False,
    no_audit: Annotated[bool, typer.Option("--no-audit", help="Leave the recorded answers out.")] = False,
    scratch: Annotated[
        str | None, typer.Option("--scratch", metavar="DIR", help="verify: where to restore it meanwhile.")
    ] = None,
    format: Format = None,
) -> None:
    verb, where = words if len(words) == 2 else ("", words[0])
    if len(words) > 2 or verb not in ("", "verify", "list"):
        raise InvalidInput("backup", "takes one DEST, or verify or list and a DEST")
    if verb and (no_config or no_audit):
        raise InvalidInput(verb, "takes neither --no-config nor --no-audit")
    if scratch is not None and verb != "verify":
        raise InvalidInput("--scratch", "is for `steme backup verify`")
    if verb == "verify":
        backing_up.verify(where, scratch, format)
    elif verb == "list":
        backing_up.listed(where, format)
    else:
        backing_up.make(where, config=not no_config, audit=not no_audit, format=format)
