"""Show how far authors are trusted, and why.

Trust is somebody's view: it goes out from roots, by default your own keys, along delegations (`steme delegate`). The
weight of a chain is the product of its weights; the best chain counts. Who has no chain is trusted by their rank, which
starts at 0.5 and moves with the outcomes of checks against gold standards (`steme gold check`); a chain lifts it:

    trust = rank + (1 - rank) x weight of the chain

The roots are the keys that --trust-root names, else the setting trust.roots, else every key here that can sign.

Examples:
    steme trust list
    steme trust list --subject drug/aspirin --format json
    steme trust show bob
    steme trust show bob --subject drug/aspirin --as-of 2026-01-01
    steme trust show 3f2a9c1b --trust-root carol
    steme trust path alice bob
    steme trust path alice bob --subject drug/

Exit status:
    0  shown
    2  the command line is wrong
    3  no such author, no root, or no path
    4  there is no repository here
"""

from __future__ import annotations

from typing import Annotated

import typer

from repo_format.errors import NotFound, shown
from steme.authors import Authors
from steme.trust.roots import named_key
from steme.trust.scope import normal_scope
from steme_cli import output
from steme_cli.options import Format
from steme_cli.render import trust_page
from steme_cli.render.record import record
from steme_cli.render.rows import rows
from steme_cli.trusting import AsOf, KnownAt, Subject, TrustRoot, trusting

app = typer.Typer()


@app.command("show")
def show(
    key: Annotated[str, typer.Argument(metavar="KEY", help="An author: a label or 7 or more digits of a key.")],
    subject: Subject = None,
    trust_root: TrustRoot = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Format = None,
) -> None:
    """Show the trust in one author and what it rests on.

    That is the best chain with its depth, and the rank with its outcomes. Without --subject the trust is the one for
    all subjects, and scopes in which it is higher are listed below it.
    """
    with trusting(trust_root, as_of, known_at) as (view, trust):
        authors = Authors()
        public = named_key(view, key, authors)
        made = trust.explain(public, normal_scope(subject or ""))
        within = [] if subject else trust.within(public)
        if format in (None, "table"):
            output.write(trust_page.page(made, within, authors))
        else:
            scoped = [trust_page.facts(one, authors) for one in within]
            record("steme.trust", {**trust_page.facts(made, authors), "within": scoped}, format=format)


@app.command("path")
def path(
    giver: Annotated[str, typer.Argument(metavar="A", help="Whose view: a label or digits of a key.")],
    taker: Annotated[str, typer.Argument(metavar="B", help="Who is to be reached.")],
    subject: Subject = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Format = None,
) -> None:
    """Show the best chain from one author to another.

    A row is a delegation. The product in the last row is the weight of the chain.
    """
    with trusting([giver], as_of, known_at) as (view, trust):
        authors = Authors()
        made = trust.explain(named_key(view, taker, authors), normal_scope(subject or ""))
        if made.chain is None:
            about = f" about {shown(subject)}" if subject else " about all subjects; --subject asks about one"
            raise NotFound(f"no chain of delegations leads from {shown(giver)} to {shown(taker)}{about}")
        rows("steme.trust.path", trust_page.PATH, trust_page.steps(made.chain, authors), format=format)
        if made.is_root:
            output.note("both are keys of one agent, so there is nothing between them")


@app.command("list")
def show_all(
    subject: Subject = None,
    trust_root: TrustRoot = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Format = None,
) -> None:
    """List everyone who is vouched for or was judged.

    The most trusted come first. Without --subject an author has a row for all subjects, and another for each scope in
    which the trust is higher.
    """
    with trusting(trust_root, as_of, known_at) as (_, trust):
        authors = Authors()
        found = trust.everybody(None if subject is None else normal_scope(subject))
        rows("steme.trust.list", trust_page.LIST, (trust_page.facts(made, authors) for made in found), format=format)
