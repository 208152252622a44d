"""Show an object and verify it.

Writes every field of an object, who is its author, how that is proved, when it arrived here, and what others have said
about it since: votes, retractions, what took its place. The hash and the signature or seal are verified each time.

An ID is the id of an object or any beginning of one, of 7 or more digits, that no other object shares.

With --raw the exact bytes of the payload go to stdout and nothing else: those that were hashed and signed. On a
terminal they are refused when they hold characters that it would not show as they are, unless --force is given.

Examples:
    steme show 3f2a9c1b7d04
    steme show 3f2a9c1 90c0ffe --format json
    steme show 3f2a9c1b7d04 --raw > payload.json

Exit status:
    0  shown, and everything about it holds
    2  the command line is wrong
    3  no such object, or --raw of one that was erased
    4  there is no repository here
    5  refused: --raw would reach a terminal, or the object needs a newer steme
    6  the object does not have the bytes or the signature that it should have
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme_cli.options import Format
from steme_cli.quick.show import run


def command(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of objects, or first digits of them.")],
    raw: Annotated[bool, typer.Option("--raw", help="Only the payload, byte for byte.")] = False,
    force: Annotated[bool, typer.Option("--force", help="With --raw, write to a terminal whatever it is.")] = False,
    format: Format = None,
) -> None:
    run(ids=ids, raw=raw, force=force, format=format)
