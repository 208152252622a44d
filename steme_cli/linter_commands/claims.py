"""Write down what code must do, who decided so, and why.

Claims stand in .aphoria/claims.toml, under version control and beside the code, each with its author and signature, so
that they are reviewed like code and can be verified from a fresh checkout. Where there is a repository of steme they
are recorded in it as well. Comments and order in the file survive every command; a claim edited by hand is reported as
changed until `claims sign`.

A claim is about what extractors observe under its path and predicate. The path is an end, topic and leaf at least, and
may have a beginning that starts at the language, the project or a module; * is any one segment:

    tls/certificate                          everywhere
    wallet/net/tls/certificate               in wallet/net and below
    code://python/wallet/*/tls/certificate   one level below wallet, in Python

Comparisons: equals, not_equals, present, absent, contains, not_contains, at_least, at_most, in_range, one_of, matches,
version_in. A claim that forbids something passes when an extractor has looked for it and found nothing.

Examples:
    aphoria claims create
    aphoria claims create wallet-tls-001 --path wallet/tls/certificate --predicate verified --value true
    aphoria claims list --status active
    aphoria claims show wallet-tls-001
    aphoria claims explain wallet-tls-001
    aphoria claims update wallet-tls-001 --tier clinical --evidence https://www.rfc-editor.org/rfc/rfc9325
    aphoria claims supersede wallet-tls-001 wallet-tls-002 --value false --provenance 'ADR 12'
    aphoria claims deprecate wallet-tls-001
    aphoria claims promote wallet-tls-003
    aphoria claims sign
    aphoria claims lint
    aphoria claims search certificate
    aphoria claims stats --format json
    aphoria claims export > claims.json
    aphoria claims import team.toml --merge skip --dry-run
    aphoria claims import --template > new.toml
    aphoria claims markers
    aphoria claims formalize 3f2a9c1 --path wallet/limit/retries --predicate value --comparison at_most --value 5
    aphoria claims reject 3f2a9c1 --reason 'said in ADR 3 already'

Exit status:
    0  done
    1  lint: there are errors
    2  a field is wrong, or the file is
    3  no claims file, claim, marker, file or key of that name
    5  the key may not be used
    7  somebody else is writing and did not finish in time
    9  the disk is full or failed; nothing was changed
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from aphoria.claims import changing, linting
from aphoria.claims import markers as marking
from aphoria.claims.file import ClaimsFile
from repo_format.errors import InvalidInput
from steme_cli import claim_markers, claim_writing, exit_codes, output
from steme_cli.claiming import (
    Category,
    Id,
    Reason,
    author,
    file_here,
    file_or_none,
)
from steme_cli.options import Format, Key
from steme_cli.render import claims_page
from steme_cli.surveying import visibility_here

app = typer.Typer()

Status = Annotated[
    Literal["draft", "active", "deprecated", "superseded"] | None,
    typer.Option("--status", metavar="STATUS", help="draft, active, deprecated or superseded."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done; change nothing.")]


app.command("create")(claim_writing.create)
app.command("update")(claim_writing.update)
app.command("supersede")(claim_writing.supersede)
app.command("formalize")(claim_writing.formalize)


@app.command("deprecate")
def deprecate(id: Id, key: Key = None) -> None:
    """Verify a claim no more; it stays in the file."""
    with author(key) as who:
        changing.set_status(who, file_here(), id, changing.DEPRECATED)


@app.command("promote")
def promote(id: Id, key: Key = None) -> None:
    """Make a draft active, so that it is verified."""
    file = file_here()
    if file.entry(id).claim.status == changing.SUPERSEDED:
        raise InvalidInput("id", f"{id} is superseded; make a new claim")
    with author(key) as who:
        changing.set_status(who, file, id, changing.ACTIVE)


@app.command("sign")
def sign(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Which; all without a good signature if left out.")
    ] = None,
    key: Key = None,
) -> None:
    """Sign claims as they stand in the file, after reading what was edited by hand."""
    with author(key) as who:
        _, names = changing.sign(who, file_here(), ids or ())
    output.write("".join(f"{name}\n" for name in names))
    output.note(f"{len(names)} signed" if names else "every claim has a good signature")


@app.command("list")
def list_claims(status: Status = None, category: Category = None, format: Format = None) -> None:
    """List claims with what they say and who signed them."""
    entries = [
        one
        for one in file_here().entries
        if status in (None, one.claim.status) and category in (None, one.claim.category)
    ]
    claims_page.write_list(entries, format)


@app.command("search")
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help="A claim that has all of them is listed.")],
    format: Format = None,
) -> None:
    """List the claims in which all words occur, wherever."""
    claims_page.write_list(claims_page.found(file_here().entries, words), format)


@app.command("show")
def show(id: Id, format: Format = None) -> None:
    """Show everything that a claim says, and whether its signature is good."""
    claims_page.write_claim(file_here().entry(id), format)


@app.command("explain")
def explain(id: Id) -> None:
    """Tell a claim as a story: what must be, why, since when, what it replaced, and whether the code keeps it."""
    file = file_here()
    claims_page.write_story(file.entry(id), file.entries, claim_markers.verdict_on(file, id))


@app.command("stats")
def stats(format: Format = None) -> None:
    """Count claims by status, tier, category, comparison and author."""
    claims_page.write_statistics(file_here().entries, format)


@app.command("lint")
def lint(format: Format = None) -> int:
    """Look for claims that are unsigned, changed by hand, invisible, doubled, or say hardly anything."""
    found = linting.problems(file_here().entries, visibility_here())
    claims_page.write_problems(found, format)
    return exit_codes.FINDINGS if any(one.severity == linting.ERROR for one in found) else exit_codes.FINE


@app.command("export")
def export(
    format: Annotated[
        Literal["json", "toml"] | None, typer.Option("--format", metavar="FORMAT", help="json or toml.")
    ] = None,
) -> None:
    """Write all claims to stdout, as JSON if not said otherwise."""
    file = file_here()
    output.write(file.text if format == "toml" else claims_page.as_json(file.entries))


@app.command("import")
def import_claims(
    source: Annotated[str | None, typer.Argument(metavar="[FILE]", help="A file of claims, as claims.toml.")] = None,
    merge: Annotated[
        Literal["skip", "overwrite", "fail"],
        typer.Option(
            "--merge", metavar="HOW", help="For ids that are here with another content: skip, overwrite or fail."
        ),
    ] = "fail",
    template: Annotated[bool, typer.Option("--template", help="Write an example to stdout, to be filled in.")] = False,
    dry_run: DryRun = False,
    key: Key = None,
) -> None:
    """Take in claims of a file; good signatures are kept, the others are made by you."""
    if template:
        output.write(claims_page.TEMPLATE)
        return
    if source is None:
        raise InvalidInput("FILE", "is missing; name a file of claims, or --template for one to fill in")
    place, text = file_or_none()
    with author(key) as who:
        merged, done = changing.merge(who, ClaimsFile(place, text), ClaimsFile.read(source), merge)
        if not dry_run and merged != text:
            who.write(place, merged)
    claims_page.write_merged(done, dry_run=dry_run)


@app.command("markers")
def markers(format: Format = None) -> None:
    """List claims that stand in comments: @aphoria:claim[category] text."""
    claims_page.write_markers(claim_markers.markers_here(), format)


@app.command("reject")
def reject(
    marker: Annotated[str, typer.Argument(metavar="MARKER", help="Its number, or the first digits of it.")],
    reason: Reason,
) -> None:
    """Turn a marker away, with a reason; it is listed as open no more."""
    claim_markers.reject_here(marking.find(claim_markers.markers_here(), marker), reason)
