"""Look up and replay the answers that were given.

With `steme query --audit`, or always once `audit.record` is set, an answer is recorded before it is shown: the
question, the lens, the policy and whose trust counted, the answer, every claim that it was made from with its weight,
and the head under which all of that was so. Records are only ever added. They stay in this repository; no push or pull
carries them.

The id of a record vouches for it and for all records before it. Written down somewhere else, it proves later that
nobody has changed them since.

A replay rebuilds the answer under the head of its record, then asks the same question today. It says whether the old
answer came out exactly as it was recorded, whether it still holds, and what has happened in between: new claims,
retractions, votes, by their ids.

Examples:
    steme query drug/aspirin/dosage recommended --audit
    steme config set audit.record true
    steme audit list --subject drug/ --since 2026-01-01
    steme audit list -n 5 --format json
    steme audit show 3f2a9c1b7d04
    steme audit replay 3f2a9c1b7d04
    steme audit replay 3f2a9c1b7d04 90c0ffe --format csv
    steme audit export --format csv > answers.csv
    steme audit export --subject drug/ --since 30d

Exit status:
    0  shown
    1  replay: an answer was not reproduced exactly, or no longer holds
    2  the command line is wrong
    3  no such record
    4  there is no repository here
    5  a record needs a newer steme
    6  the audit log is not what was recorded
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from steme_cli import auditing
from steme_cli.options import Format

Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of audit records, or first digits of them.")]
Subject = Annotated[
    str | None,
    typer.Option("--subject", metavar="SUBJECT", help="Only about this subject, prefix drug/ or pattern drug/*/risk."),
]
Since = Annotated[str | None, typer.Option("--since", metavar="TIME", help="Only answers given from this time on.")]

app = typer.Typer()


@app.command("list")
def show_all(
    subject: Subject = None,
    since: Since = None,
    limit: Annotated[int | None, typer.Option("-n", "--limit", min=0, metavar="N", help="At most so many.")] = None,
    format: Format = None,
) -> None:
    """List the recorded answers, newest first.

    Claims counts those that an answer was made from. The rest of a record is what `steme audit show` shows.
    """
    auditing.show_all(subject, since, limit, format)


@app.command("show")
def show(ids: Ids, format: Format = None) -> None:
    """Show recorded answers in full, with what they rest on.

    A claim's weight is its part of the share of its value, in proportion to the confidences of all who have a voice
    for it. All weights add up to 100 %; a claim by somebody who said the same better weighs nothing.
    """
    auditing.show(ids, format)


@app.command("replay")
def replay(ids: Ids, format: Format = None) -> int:
    """Rebuild recorded answers and say whether they still hold.

    The old answer is rebuilt under its head, with the policy, the trust and the clock of that time, and compared with
    the record bit by bit. Today's answer is asked for under the policy that is configured now. An answer holds while
    its value with its unit is the same, or all its values where the lens lets nobody win.
    """
    return auditing.replay_all(ids, format)


@app.command("export")
def export(
    subject: Subject = None,
    since: Since = None,
    format: Annotated[
        Literal["json", "jsonl", "csv"], typer.Option("--format", metavar="FORMAT", help="json, jsonl or csv.")
    ] = "json",
) -> None:
    """Write out the audit log, oldest record first.

    JSON holds the exact content of every record under `record`, and CSV a row for each. Ids and weights stand in the
    same order, the heaviest first.
    """
    auditing.export(subject, since, format)
