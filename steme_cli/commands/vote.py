"""Vote for or against a claim.

Signs what you think of a claim: 1 for it, -1 against it, anything between for less. Of every voter the latest vote
counts, so voting again changes yours, and 0 withdraws it. Anybody may vote, whatever the policy says; the lens `votes`
adds them up.

Prints the id of the vote once it is on the disk.

Examples:
    steme vote 3f2a9c1b
    steme vote 3f2a9c1b -1 --reason 'read the table wrongly'
    steme vote 3f2a9c1b 0

Exit status:
    0  the vote is recorded
    2  the weight is no number from -1 to 1, or the object is no claim
    3  there is no such claim or key
    4  there is no repository here
    5  the key may not be used
    7  somebody else is writing and did not finish in time
    9  the disk is full or failed; nothing was recorded
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme_cli.acting import Id, Key, Reason, Time, act


def command(
    id: Id,
    weight: Annotated[str, typer.Argument(metavar="WEIGHT", help="-1 (against) to 1 (for); 0 withdraws.")] = "1",
    reason: Reason = None,
    time: Time = None,
    key: Key = None,
) -> None:
    act(lambda drafts: [drafts.vote(id, weight)], key=key, reason=reason, time=time)
