"""Make a repository from a backup, as it is or as it was.

SOURCE is what `steme backup` or `steme archive` wrote: a directory, or s3://BUCKET/PREFIX. DIR must be empty or not be
there. Every object is checked before the repository appears in DIR: form, hash, signature or seal, and the Merkle root
of the state that was asked for. --quick leaves the signatures for `steme fsck` to check later.

--to restores an earlier state: a tag, a head by its first digits, seq:N for the commit that brought object N, or a time
for the last commit received by then; with ~2 behind it, two commits before. `steme backup list SOURCE` shows them all.
Settings and recorded answers come back with the newest state only, and what was erased since stays erased. Keys are in
no backup.

The repository has the id of the one that was backed up. Only one of the two may go on writing: otherwise each has
commits that the other has not got, remotes report one of them as rolled back, and a backup of one refuses the other.

Examples:
    steme restore /mnt/backup/claims restored
    steme restore s3://truth/claims restored
    steme restore /mnt/backup/claims as-of-may --to 2026-05-01
    steme restore /mnt/backup/claims before --to v1~1 --dry-run

Exit status:
    0  restored, or shown what would be
    2  the command line is wrong
    3  there is no backup there, or no such moment in it
    5  refused: DIR is not empty, or a newer steme is needed
    6  the backup is damaged; nothing was restored
    8  the object store could not be reached
    9  the system could not read or write
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme_cli import backing_up
from steme_cli.options import Format


def command(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The backup or archive.")],
    target: Annotated[str, typer.Argument(metavar="DIR", help="Where the repository shall be.")],
    to: Annotated[
        str | None, typer.Option("--to", metavar="MOMENT", help="As it was: a time, tag, head or seq:N.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be made.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Do not check signatures now.")] = False,
    format: Format = None,
) -> None:
    backing_up.restore(source, target, to=to, dry_run=dry_run, quick=quick, format=format)
