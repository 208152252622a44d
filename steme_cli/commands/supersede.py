"""Let one claim take the place of another.

From now on OLD steps aside: answers leave it out, count it as superseded, and take NEW by its own merits. Retracting
the supersession brings OLD back. Retracting NEW does not: its author said that OLD is out of date, and that stays said.

Who may do this is the setting policy.acts: author (the claim's author, a key that follows theirs, or one that they
delegated it to), enterprise (also everybody whom trust.roots lead to) or commons (the author alone). What the policy
gives no effect is refused; with --dispute it is recorded and shown beside the claim.

Examples:
    steme supersede 3f2a9c1b 77c0ffee --reason 'revised estimate'
    steme supersede 3f2a9c1b 77c0ffee --reason 'second edition' --key editor

Exit status:
    0  the supersession is recorded
    2  one of the two is no claim
    3  there is no such claim or key
    4  there is no repository here
    5  the policy does not let you, or the key may not be used
    7  somebody else is writing and did not finish in time
    9  the disk is full or failed; nothing was recorded
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme_cli.acting import Dispute, Key, NeededReason, Time, act


def command(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The claim that steps aside.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The claim that takes its place.")],
    reason: NeededReason,
    dispute: Dispute = False,
    time: Time = None,
    key: Key = None,
) -> None:
    act(lambda drafts: [drafts.supersession(old, new)], key=key, reason=reason, time=time, dispute=dispute)
