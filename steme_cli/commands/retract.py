"""Take back claims, other statements, or a source.

A claim that is retracted steps aside: answers leave it out and count it. With --cascade so does everything that follows
from it, claims whose parent it is and theirs in turn, whoever made them. A source that is retracted takes along every
claim that cites it and what follows from those; `steme source activate` brings them back.

A vote, a supersession, a change of stage, an alias or an epoch that is retracted counts as if it had never been made.
So does a retraction: retracting it brings back what it took away. Not retracted are delegations (`steme delegate KEY
--weight 0` ends one), erasures, and what the owner of a key says about it.

Who may do this is the setting policy.acts: author (the object's author, a key that follows theirs, or one that they
delegated it to), enterprise (also everybody whom trust.roots lead to) or commons (the author alone). What the policy
gives no effect is refused; with --dispute it is recorded and shown beside the claim.

First it says how many claims step aside or come back. For more than 10 it asks whether to go on; a script has to say
--yes. Prints the ids of the retractions once they are on the disk.

Examples:
    steme retract 3f2a9c1b --reason 'typing error'
    steme retract 3f2a9c1b 77c0ffee --reason 'fabricated data' --cascade --dry-run
    steme retract --source paper-17 --reason 'withdrawn by the journal' --yes

Exit status:
    0  the retractions are recorded
    2  neither claims nor a source are named, or an object that is not retracted
    3  there is no such object, source or key
    4  there is no repository here
    5  the policy does not let you, more than 10 claims without --yes, or the key may not be used
    7  somebody else is writing and did not finish in time
    9  the disk is full or failed; nothing was recorded
"""

from __future__ import annotations

from typing import Annotated

import typer

from repo_format.errors import InvalidInput
from steme_cli.acting import Dispute, DryRun, Key, NeededReason, Time, Yes, act_widely
from steme_cli.options import Format


def command(
    reason: NeededReason,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Objects: their ids, or 7 or more first digits.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="SOURCE", help="A source, by name or id, and what rests on it.")
    ] = None,
    cascade: Annotated[bool, typer.Option("--cascade", help="And everything that follows from them.")] = False,
    dispute: Dispute = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    time: Time = None,
    key: Key = None,
    format: Format = None,
) -> None:
    if bool(ids) == bool(source):
        raise InvalidInput("retract", "name either the objects by their ids or one source with --source")
    act_widely(
        lambda drafts: (
            [drafts.source_status(source, "retracted")]
            if source
            else [drafts.retraction(one, cascade) for one in ids or ()]
        ),
        key=key,
        reason=reason,
        time=time,
        dispute=dispute,
        dry_run=dry_run,
        yes=yes,
        format=format,
    )
