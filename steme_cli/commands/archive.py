"""Keep a copy elsewhere that follows the repository.

An archive is a backup that stays close: with --follow, whatever is committed is copied every --interval, until Ctrl-C
or SIGTERM; then one more round is made. Without --follow it is one round, the same as `steme backup`. DEST is a
directory, or s3://BUCKET/PREFIX with the access that the environment names (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
AWS_REGION, AWS_ENDPOINT_URL). `steme restore` and `steme backup verify` read it.

Every round says how far behind the archive was: the age of the oldest commit that it copied, when that was safe. A
store that is away is tried again, at longer and longer intervals up to five minutes, and goes on where it was. Nothing
is asked of a store while nothing is committed. One process at a time writes to an archive.

Examples:
    steme archive /mnt/archive/claims
    steme archive s3://truth/claims --follow --interval 5s
    steme archive /mnt/archive/claims --follow --format jsonl

Exit status:
    0  copied; with --follow, ended by SIGTERM
    2  the command line is wrong
    4  there is no repository here
    5  refused: DEST holds something else, or a history that this repository has not got
    6  the repository or the archive is damaged
    7  another process is writing to the archive
    8  the object store could not be reached, in the last round of --follow
    9  the system could not read or write
    130  interrupted by Ctrl-C, after a last round
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme_cli import backing_up
from steme_cli.options import Format


def command(
    where: Annotated[str, typer.Argument(metavar="DEST", help="A directory, or s3://BUCKET/PREFIX.")],
    follow: Annotated[bool, typer.Option("--follow", help="Go on until told to end.")] = False,
    interval: Annotated[
        str | None, typer.Option("--interval", metavar="TIME", help="How often to look, such as 5s or 15m; 5s.")
    ] = None,
    no_config: Annotated[bool, typer.Option("--no-config", help="Leave config.toml out.")] = False,
    no_audit: Annotated[bool, typer.Option("--no-audit", help="Leave the recorded answers out.")] = False,
    format: Format = None,
) -> int:
    return backing_up.archive(
        where, follow=follow, interval=interval, config=not no_config, audit=not no_audit, format=format
    )
