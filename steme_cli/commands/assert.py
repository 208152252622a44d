"""Claim something: sign it and record it.

Records that the owner of your key claims VALUE for SUBJECT and PREDICATE. A value is read as it is written: 81 is a
number, true a boolean, ref:country/fr a reference to a subject, "81" in double quotes and everything else a text;
--text takes it as it stands. A contradiction is not an error: every claim is kept, and `steme query` weighs them.

When the command returns, the claim is on the disk. On a pipe it prints the id of the new object and nothing else.

Examples:
    steme assert country/fr population 67390000
    steme assert drug/aspirin/dosage recommended 81 --unit mg --tier regulatory --confidence 0.95
    steme assert country/fr calling_code --text 33 --source itu-2024 --note 'E.164 list'
    steme assert country/fr neighbour ref:country/de --time 2024-05-01
    steme assert country/fr capital Paris --dry-run

Exit status:
    0  the claim is recorded
    2  something in it is not allowed; the sentence says what
    3  there is no such key, source or parent
    4  there is no repository here
    5  the key may not be used
    7  somebody else is writing and did not finish in time
    9  the disk is full or failed; nothing was recorded, unless the sentence says so
"""

from __future__ import annotations

import importlib
from typing import Annotated

import typer

run = importlib.import_module("steme_cli.quick.assert").run  # `assert` is a word of Python's own


def command(
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help="What the claim is about: country/fr.")],
    predicate: Annotated[str, typer.Argument(metavar="PREDICATE", help="Which property of it: population.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="What it is said to be.")],
    text: Annotated[bool, typer.Option("--text", help="Take the value as a text, however it looks.")] = False,
    unit: Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="Unit of a number: mg, km2.")] = None,
    confidence: Annotated[
        str | None, typer.Option("--confidence", metavar="SHARE", help="How certain you are, 0 to 1. [default: 1]")
    ] = None,
    tier: Annotated[
        str | None,
        typer.Option(
            "--tier",
            metavar="TIER",
            help="Class of the evidence: regulatory, clinical, observational, expert, community, anecdotal, or 0 to 5.",
        ),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="SOURCE", help="The evidence: name or id of a registered source.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="An explanation for people.")] = None,
    time: Annotated[
        str | None, typer.Option("--time", metavar="TIME", help="When it was claimed: ISO 8601, or 3d, 2 weeks ago.")
    ] = None,
    epoch: Annotated[str | None, typer.Option("--epoch", metavar="NAME", help="The paradigm it belongs to.")] = None,
    lifecycle: Annotated[
        str | None,
        typer.Option("--lifecycle", metavar="STAGE", help="proposed, under_review, approved, deprecated or rejected."),
    ] = None,
    parent: Annotated[str | None, typer.Option("--parent", metavar="ID", help="The object it follows from.")] = None,
    meta: Annotated[
        list[str] | None, typer.Option("--meta", metavar="KEY=VALUE", help="A further detail; may be repeated.")
    ] = None,
    salt: Annotated[
        str | None, typer.Option("--salt", metavar="HEX", help="Makes the id of a guessable claim unguessable.")
    ] = None,
    visual_hash: Annotated[
        str | None, typer.Option("--visual-hash", metavar="HEX", help="64-bit perceptual hash of the source's image.")
    ] = None,
    key: Annotated[
        str | None, typer.Option("--key", metavar="KEY", help="The key to sign with: a label or a path.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the bytes that would be signed; record nothing.")
    ] = False,
) -> None:
    run(
        subject=subject,
        predicate=predicate,
        value=value,
        text=text,
        unit=unit,
        confidence=confidence,
        tier=tier,
        source=source,
        note=note,
        time=time,
        epoch=epoch,
        lifecycle=lifecycle,
        parent=parent,
        meta=meta,
        salt=salt,
        visual_hash=visual_hash,
        key=key,
        dry_run=dry_run,
    )
