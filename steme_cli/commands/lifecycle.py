"""Move a claim to another stage of its lifecycle.

STAGE is proposed, under_review, approved, deprecated or rejected. The latest stage counts; answers leave out what is
deprecated or rejected unless asked for it (`steme query --lifecycle`). Retracting the change of stage brings back the
stage before.

Who may do this is the setting policy.acts: author (the claim's author, a key that follows theirs, or one that they
delegated it to), enterprise (also everybody whom trust.roots lead to) or commons (the author alone). What the policy
gives no effect is refused; with --dispute it is recorded and shown beside the claim.

Examples:
    steme lifecycle 3f2a9c1b approved
    steme lifecycle 3f2a9c1b deprecated --reason 'measured before the recalibration'

Exit status:
    0  the change of stage is recorded
    2  there is no such stage, or the object is no claim
    3  there is no such claim or key
    4  there is no repository here
    5  the policy does not let you, or the key may not be used
    7  somebody else is writing and did not finish in time
    9  the disk is full or failed; nothing was recorded
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme_cli.acting import Dispute, Id, Key, Reason, Time, act


def command(
    id: Id,
    stage: Annotated[
        str,
        typer.Argument(metavar="STAGE", help="proposed, under_review, approved, deprecated or rejected."),
    ],
    reason: Reason = None,
    dispute: Dispute = False,
    time: Time = None,
    key: Key = None,
) -> None:
    act(lambda drafts: [drafts.stage(id, stage)], key=key, reason=reason, time=time, dispute=dispute)
