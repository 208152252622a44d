"""Keep the answers of questions that are asked again and again.

A view keeps the answer of one question: a subject, a predicate, a lens and filters. Whenever `steme query` is asked
just that question, it answers from the view, in the same time however many claims there are, and says so. The answer is
the one that the claims give: a view that is behind is brought up to date first, which costs as much as what has come in
since, or is passed over. `steme query --max-stale 5m` takes an older one too; `--no-view` asks the claims.

No view answers for another time (--as-of, --known-at), with --decay or with --tolerance; and none answers a question
with other filters, another policy or other trust roots than its own.

Views belong to this repository alone: they are not pushed or pulled. `steme reindex` keeps them, and their answers are
made again when somebody asks.

Examples:
    steme view add country/bi population --lens consensus
    steme view add drug/aspirin/dosage recommended --lens authority --tier observational
    steme view add country/bi capital --lens skeptic --include retracted
    steme view list
    steme view list --format json
    steme view show 3f2a9c1
    steme view refresh --all
    steme view refresh 3f2a9c1 90c0ffe
    steme view drop 3f2a9c1
    steme view drop --all

Exit status:
    0  done
    2  the command line is wrong, or there is no such lens
    3  there is no such view, author or source
    4  there is no repository here
    5  a view cannot keep such a question
    6  the list of views is damaged
    7  somebody else is writing and did not finish in time
    9  the disk is full or failed; nothing was changed
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme_cli import viewing
from steme_cli.asking_options import Include, TrustRoot
from steme_cli.options import Format

app = typer.Typer()

Ids = Annotated[list[str] | None, typer.Argument(metavar="[VIEW]...", help="Ids of views, or first digits of them.")]
All = Annotated[bool, typer.Option("--all", help="All views of this repository.")]


@app.command("add")
def add(
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help="A subject, no pattern.")],
    predicate: Annotated[str, typer.Argument(metavar="PREDICATE", help="A predicate.")],
    lens: Annotated[
        str | None, typer.Option("--lens", metavar="LENS", help="How to resolve; `steme lenses` lists them.")
    ] = None,
    lifecycle: Annotated[
        list[str] | None,
        typer.Option("--lifecycle", metavar="STAGE", help="Only claims in this stage, or any; may be repeated."),
    ] = None,
    epoch: Annotated[str | None, typer.Option("--epoch", metavar="NAME", help="Only claims of this epoch.")] = None,
    tier: Annotated[
        str | None, typer.Option("--tier", metavar="TIER", help="Only claims of this tier or a stronger one.")
    ] = None,
    author: Annotated[
        str | None, typer.Option("--author", metavar="KEY", help="Only claims by this author, a label or a key.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="SOURCE", help="Only claims that cite this source, a name or an id."),
    ] = None,
    include: Include = None,
    trust_root: TrustRoot = None,
) -> None:
    """Keep the answer of a question and print the id of the view.

    Without --trust-root a view takes the view of whoever usually asks here: the setting trust.roots, else the keys on
    this machine. Where they change, the answer is made again.
    """
    viewing.add(
        subject,
        predicate,
        lens,
        trust_root,
        lifecycle=lifecycle,
        epoch=epoch,
        tier=tier,
        author=author,
        source=source,
        include=include,
    )


@app.command("list")
def show_all(format: Format = None) -> None:
    """List the views: their questions, and how many objects came in since each answer was brought up to date."""
    viewing.show_all(format)


@app.command("show")
def show(
    view: Annotated[str, typer.Argument(metavar="VIEW", help="The id of a view, or 7 first digits of it.")],
    format: Format = None,
) -> None:
    """Show a view and the answer that is kept of it, as it is kept, without bringing it up to date."""
    viewing.show(view, format)


@app.command("refresh")
def refresh(views: Ids = None, all: All = False, format: Format = None) -> None:
    """Bring the answers of views up to date and say what each took.

    `up to date`: nothing had come in. `followed`: what had come in was taken in. `made anew`: something had come in
    that may have moved the whole answer, such as a retraction, or the clock had moved it. Nobody has to refresh: a
    question does it. Done before, such as after an import, it saves the first question the time.
    """
    viewing.refresh(views or [], all, format)


@app.command("drop")
def drop(views: Ids = None, all: All = False) -> None:
    """Forget views and the answers that they keep. No claim is touched."""
    viewing.drop(views or [], all)
