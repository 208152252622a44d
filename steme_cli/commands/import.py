"""Import many claims from a file.

Takes JSON Lines or CSV, as the ending of FILE or --from says; - is stdin. Everything is recorded in one step: at the
first line that will not do, nothing is, and the sentence names the line. With --keep-going such lines are reported on
stderr, those with --format json in the document, and all others are imported.

Claims that are here already are counted and passed over. A claim made at another time is another claim: without a time
in the lines or --time, it is now, and a file imported twice is claimed twice.

A line of JSON is one claim, with subject, predicate, value and as many of unit, confidence, tier, lifecycle, epoch,
source, parent, time, note, meta, salt and visual_hash as it needs:

    {"subject":"country/bi","predicate":"area","value":27830,"unit":"km2","time":"2026-03-23"}

A value is a number, a text, true, false or {"ref":"SUBJECT"}. What a line leaves out comes from the options, a tier
also from the source. Your key is the author and signs up to 1,024 claims at a time. Lines that `steme export` wrote
are objects of whoever signed them: each is verified and keeps its id and its proof.

A CSV file has a heading with names of fields, in any order, meta.lot for the entry lot of meta. --column says which
column is which where the names are others; columns that are left over are then passed over. Values are read as `steme
assert` reads them, an empty cell as if it were not there. With the columns iso2 and inhabitants:

    steme import people.csv --column subject=iso2 --prefix country/ --column value=inhabitants --predicate population

A table that `steme export --to csv` wrote is taken as it is: its ids, authors and proofs stay behind, and you are the
author of what you import.

Examples:
    steme import facts.jsonl --source census-2026 --confidence 0.9
    steme import facts.jsonl --tier observational --time 2026-03-23 --key alice
    steme import people.csv --column subject=iso2 --prefix country/ --column value=inhabitants --predicate population
    steme import export.jsonl --dry-run
    generate-facts | steme import - --from jsonl --keep-going

Exit status:
    0    everything is recorded, or was here already
    1    --keep-going, and lines were refused; the others are recorded
    2    the command line or a line is wrong; nothing was recorded
    3    there is no such file, key or source
    4    there is no repository here
    5    a signature or seal does not hold, or the key may not be used; nothing was recorded
    7    somebody else is writing and did not finish in time
    9    the system could not read or write; nothing was recorded
    130  interrupted; nothing was recorded
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from steme_cli.importing import run
from steme_cli.options import Format


def command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file to import; - for stdin.")],
    form: Annotated[
        Literal["jsonl", "csv"] | None, typer.Option("--from", metavar="FORM", help="What FILE holds: jsonl or csv.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="SOURCE", help="The evidence: name or id of a registered source.")
    ] = None,
    tier: Annotated[
        str | None,
        typer.Option(
            "--tier",
            metavar="TIER",
            help="Class of the evidence: regulatory, clinical, observational, expert, community, anecdotal, or 0 to 5.",
        ),
    ] = None,
    confidence: Annotated[
        str | None, typer.Option("--confidence", metavar="SHARE", help="How certain you are, 0 to 1. [default: 1]")
    ] = None,
    time: Annotated[
        str | None, typer.Option("--time", metavar="TIME", help="When it was claimed: ISO 8601, or 3d. [default: now]")
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="Unit of the numbers: mg, km2.")] = None,
    epoch: Annotated[str | None, typer.Option("--epoch", metavar="NAME", help="The paradigm they belong to.")] = None,
    lifecycle: Annotated[
        str | None,
        typer.Option("--lifecycle", metavar="STAGE", help="proposed, under_review, approved, deprecated or rejected."),
    ] = None,
    predicate: Annotated[
        str | None, typer.Option("--predicate", metavar="PREDICATE", help="Predicate of claims that name none.")
    ] = None,
    prefix: Annotated[
        str | None, typer.Option("--prefix", metavar="TEXT", help="Put this in front of every subject: country/.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="FIELD=COLUMN", help="Column of a CSV file that a field is read from."),
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="Take values of CSV as texts, however they look.")] = False,
    key: Annotated[
        str | None, typer.Option("--key", metavar="KEY", help="The key to sign with: a label or a path.")
    ] = None,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Report lines that will not do, and import the others.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything and write nothing.")] = False,
    format: Format = None,
) -> int:
    words = {
        "source": source,
        "tier": tier,
        "confidence": confidence,
        "time": time,
        "unit": unit,
        "epoch": epoch,
        "lifecycle": lifecycle,
        "predicate": predicate,
        "prefix": prefix,
    }
    return run(
        file,
        words,
        column or [],
        form=form,
        as_text=text,
        keep_going=keep_going,
        dry_run=dry_run,
        key=key,
        format=format,
    )
