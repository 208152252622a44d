"""Export objects with their proofs, or claims as a table.

In JSON Lines, the form by default, every object keeps its exact bytes and its proof, so that `steme import` can verify
and take it in elsewhere: all of a repository imported into an empty one gives the same root. A part of a repository
verifies as well as the whole; a seal lists the ids of all its objects, also of those left out.

In CSV there is a row for every claim and no proof. A cell that a spreadsheet would take for a formula begins with an
apostrophe. Three forms are for other programs: prov is W3C PROV in JSON, nanopub a nanopublication in TriG for every
claim, claimreview JSON-LD with words of schema.org. They say also whether a claim stands, under the policy that is
configured.

Filters add up, and are those of `steme log`: --subject, --predicate and --source also find what was said about such a
claim. The oldest object comes first. With --output the file is there as a whole or not at all, and one that is there
already is replaced only with --force.

Examples:
    steme export > everything.jsonl
    steme export --output countries.jsonl --subject country/
    steme export --subject 'country/*' --predicate population --to csv
    steme export --to prov --subject drug/ --output drugs.prov.json
    steme export --to nanopub --subject drug/aspirin > aspirin.trig
    steme export --source census-2026 --since 2026-01-01 --output census.csv --force

Exit status:
    0  everything that fits was written, even if it is nothing
    2  the command line is wrong
    3  no such author or source
    4  there is no repository here
    5  the file is there already
    6  the repository is damaged; with --output nothing was written
    9  the file could not be written
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from steme_cli.exporting import run


def command(
    to: Annotated[
        Literal["jsonl", "csv", "prov", "nanopub", "claimreview"] | None,
        typer.Option(
            "--to", metavar="FORM", help="jsonl, csv, prov, nanopub or claimreview; else what the file's ending says."
        ),
    ] = None,
    file: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write a file instead of to stdout.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
    subject: Annotated[
        str | None,
        typer.Option("--subject", metavar="SUBJECT", help="A subject, a prefix drug/ or a pattern drug/*/risk."),
    ] = None,
    predicate: Annotated[
        str | None, typer.Option("--predicate", metavar="PREDICATE", help="Only this predicate.")
    ] = None,
    author: Annotated[
        str | None, typer.Option("--author", metavar="KEY", help="Only by this author: a label or digits of a key.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="SOURCE", help="What cites this source: a name or an id.")
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="assertion, vote, source ...")] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="TIME", help="From this time on, by the author's clock.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="TIME", help="Up to this time, by the author's clock.")
    ] = None,
) -> None:
    words = {
        "subject": subject,
        "predicate": predicate,
        "author": author,
        "source": source,
        "kind": kind,
        "since": since,
        "until": until,
    }
    run(words, to=to, file=file, force=force)
