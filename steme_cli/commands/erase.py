"""Remove the payload of objects from this repository for good.

The log is written anew without the payloads, verified, and put in place of the old one, which is deleted: the bytes
are gone from the segments, the index, the views, and whatever crashes and cut transfers had left. The ids stay, with
the proofs and with a signed reason for everybody to read; so the Merkle root of what was there, old heads and tags
hold as before, and nothing else changes by a byte. It is all or nothing, whenever it may be interrupted.

You may erase anything in a repository of yours: it is your copy. The reason goes to others with the next push, and
theirs is their decision: `steme erase --received` lists the erasures that came and follows those whose signer is the
object's author, follows that key, or was delegated it; others only when they are named. Reasons of erasures,
revocations and rotations of keys cannot be erased.

What it does not reach: backups made before (the next `steme backup` replaces them), snapshots and freed blocks of the
disk, other people's copies, git remotes, recorded answers that quote the value (their number is told). An id is a hash
of the payload: who guesses the exact payload can confirm the guess.

It asks first; a script has to say --yes. --dry-run shows what would go and how many objects refer to it. Prints the ids
of the recorded reasons. Needs the time and the space for a second log.

Examples:
    steme erase 3f2a9c1b --reason 'request by the person, 12 May' --dry-run
    steme erase 3f2a9c1b 77c0ffee --reason 'request by the person, 12 May' --yes
    steme erase --received --dry-run
    steme erase --received --yes

Exit status:
    0  erased, or nothing to erase
    2  the command line is wrong, or the object is one that has to stay
    3  there is no such object or key
    4  there is no repository here
    5  not confirmed, or the revocation or rotation of a key
    6  the log is damaged; nothing was changed
    7  somebody else is writing and did not finish in time
    9  the disk is full or failed; nothing was changed
"""

from __future__ import annotations

from typing import Annotated

import typer

from repo_format.errors import InvalidInput
from steme_cli import erasing
from steme_cli.acting import Key, Reason, Time
from steme_cli.options import Format


def command(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Objects: their ids, or 7 or more first digits.")
    ] = None,
    reason: Reason = None,
    received: Annotated[
        bool, typer.Option("--received", help="Follow erasures that others have signed, all or those named.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would go; change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    time: Time = None,
    key: Key = None,
    format: Format = None,
) -> None:
    if received:
        if reason or time or key:
            raise InvalidInput("--received", "takes no --reason, --time or --key: the erasure has them")
        erasing.as_asked(ids or (), dry_run=dry_run, yes=yes, format=format)
        return
    if not ids:
        raise InvalidInput("erase", "name objects by their ids, or say --received")
    if not reason:
        raise InvalidInput("--reason", "is needed: it is all that will be left to read")
    erasing.by_own_word(ids, reason=reason, time=time, key=key, dry_run=dry_run, yes=yes, format=format)
