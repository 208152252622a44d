"""Register and show sources, the evidence that claims cite.

A source is a signed object of its own: a data set, a paper, a web page, with a name by which claims refer to it. Its
tier is that of claims which cite it and give none. A name may be given by several people; where it means several
sources, name one by its id.

Examples:
    steme source add census-2026 --title 'Census of 2026' --publisher INSEE --licence etalab-2.0 --tier regulatory
    steme source add paper-17 --url https://doi.org/10.1000/17 --file paper-17.pdf --published 2025-11
    steme source list
    steme source list --format csv
    steme source show census-2026

Exit status:
    0  done
    2  something about the source is not allowed; the sentence says what
    3  there is no such source, key or file
    4  there is no repository here
    5  you have registered a source of that name already, or the key may not be used
    7  somebody else is writing and did not finish in time
    9  the system could not read or write; nothing was recorded
"""

from __future__ import annotations

from typing import Annotated

import typer

from repo_format.errors import InvalidInput
from repo_format.objects.source import Source
from repo_format.vocabulary import tier_number
from steme import keys, sources, times
from steme.repository import Repository
from steme_cli import invocation, output, question, source_acts, source_facts
from steme_cli.options import Format
from steme_cli.render import figures
from steme_cli.render.record import record
from steme_cli.render.rows import Column, rows

app = typer.Typer()


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What claims call it: census-2026.")],
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Its title.")] = None,
    url: Annotated[str | None, typer.Option("--url", metavar="URL", help="Where it is to be found.")] = None,
    licence: Annotated[str | None, typer.Option("--licence", metavar="NAME", help="Its licence: CC-BY-4.0.")] = None,
    edition: Annotated[str | None, typer.Option("--edition", metavar="NAME", help="Its edition or version.")] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", metavar="NAME", help="Who published it.")] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="TIME", help="When: ISO 8601, such as 2026-03.")
    ] = None,
    tier: Annotated[
        str | None, typer.Option("--tier", metavar="TIER", help="Class of evidence: clinical, expert ..., or 0 to 5.")
    ] = None,
    digest: Annotated[
        str | None, typer.Option("--digest", metavar="HEX", help="BLAKE3 of the document, 64 hex digits.")
    ] = None,
    file: Annotated[
        str | None, typer.Option("--file", metavar="FILE", help="The document, to take its BLAKE3 from.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="An explanation for people.")] = None,
    key: Annotated[
        str | None, typer.Option("--key", metavar="KEY", help="The key to sign with: a label or a path.")
    ] = None,
) -> None:
    """Register a source and print its id."""
    if digest is not None and file is not None:
        raise InvalidInput("--digest", "goes without --file, which makes one")
    with Repository.open(invocation.current().start()) as repository:
        signing = keys.default(key, repository.configuration, question.passphrase)
        source = Source(
            author=signing.public.hex(),
            digest=sources.digest_of_file(file) if file is not None else digest,
            edition=edition,
            licence=licence,
            name=name,
            note=note,
            published=times.parse_time(published, field="published") if published is not None else None,
            publisher=publisher,
            tier=tier_number(tier) if tier is not None else None,
            time=times.now(),
            title=title,
            url=url,
        )
        identifier = sources.add_source(repository, source, signing)
    output.write(identifier.hex() + "\n")


@app.command("list")
def show_all(format: Format = None) -> None:
    """List all sources by name, with how many claims cite them."""
    columns = (
        Column("name"),
        Column("tier"),
        Column("status"),
        Column("claims", right=True, human=figures.count),
        Column("published"),
        Column("author_label", "author"),
        Column("id", human=figures.short_id),
        Column("title"),
    )
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as view:
        found = source_facts.summaries(repository, view)
    rows("steme.source.list", columns, found, format=format)


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="Its name, its id or the beginning of one.")],
    format: Format = None,
) -> None:
    """Show one source: what is known of it, its status, and who cites it how often."""
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as view:
        facts = source_facts.details(repository, view, name)
    if format == "csv":
        del facts["cited_by"]
    record("steme.source", facts, format=format, human=source_facts.for_people(facts))


source_acts.add_verbs(app)
