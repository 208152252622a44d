"""Name a moment, list the names, or remove one.

A tag is a name for a head, kept by a signed commit of its own, that stays where it is put. Without a MOMENT the tag
names the newest head. What a MOMENT may be: main, another tag, the first digits of a head, seq:N for the commit that
brought object N, or a time for the last commit received by then; with ~2 behind it, two commits before.

Without NAME all tags are listed. A tag that exists is not moved without --force.

Examples:
    steme tag
    steme tag v1
    steme tag before-import main~1
    steme tag v1 main --force
    steme tag -d before-import

Exit status:
    0  done
    2  the command line is wrong, or the name is none
    3  there is no such tag or moment, or no signing key
    4  there is no repository here
    5  refused: the tag names another head already
    7  another process is writing; try again
"""

from __future__ import annotations

from typing import Annotated

import typer

from repo_format.errors import InvalidInput
from steme_cli import tagging
from steme_cli.options import Format


def command(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="The tag: letters, digits and . _ - + @ /")
    ] = None,
    moment: Annotated[str | None, typer.Argument(metavar="[MOMENT]", help="What it names, main by default.")] = None,
    delete: Annotated[bool, typer.Option("-d", "--delete", help="Remove the tag.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Move a tag that exists.")] = False,
    key: Annotated[str | None, typer.Option("--key", metavar="KEY", help="The key to sign the commit with.")] = None,
    format: Format = None,
) -> None:
    if name is None:
        if delete or force or key:
            raise InvalidInput("tag", "needs the NAME of a tag with --delete, --force or --key")
        tagging.show_all(format)
    elif format is not None:
        raise InvalidInput("--format", "is for the list of tags; leave out the NAME")
    elif delete:
        if moment is not None or force:
            raise InvalidInput("--delete", "takes the NAME of a tag and nothing else")
        tagging.remove(name, key)
    else:
        tagging.put(name, moment or "main", key, force=force)
