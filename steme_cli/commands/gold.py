"""State what is known for certain, and hold others against it.

A gold standard is a claim of yours that you are sure enough of to judge others by. `steme gold check` compares what
others claim with it and records an outcome, right or wrong, which moves the author's rank by +0.05 or -0.1. Whatever an
author repeats, a gold standard gives them at most one outcome for being right and one for being wrong.

Whose gold standards and outcomes count is a matter of trust: those of the roots (your own keys, or --trust-root) and of
whom they delegate to. `steme trust` shows the ranks.

Examples:
    steme gold add drug/aspirin/dosage daily 81 --unit mg --tolerance 1%
    steme gold add country/fr capital Paris --note 'Constitution of 1958'
    steme gold list
    steme gold list country/ --format json
    steme gold check --dry-run
    steme gold check country/

Exit status:
    0  done, whether claims were right or wrong
    2  the command line is wrong
    3  no signing key, or no root
    4  there is no repository here
    5  refused: nobody whose view this is vouches for the key that signs
    7  another process is writing; try again
    9  the system could not read or write
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme import keys, times
from steme.authors import Authors
from steme.gold.check import check_gold
from steme.gold.standard import add_gold, golds
from steme.repository import Repository
from steme.trust.roots import required_roots
from steme.trust.scope import normal_scope
from steme_cli import invocation, output, question
from steme_cli.options import Format
from steme_cli.render import figures, gold_rows
from steme_cli.render.rows import rows
from steme_cli.trusting import AsOf, KnownAt, TrustRoot, trusting

Prefix = Annotated[str, typer.Argument(metavar="[PREFIX]", help="Only subjects under this prefix, by whole segments.")]
Key = Annotated[str | None, typer.Option("--key", metavar="KEY", help="The key to sign with.")]

app = typer.Typer()


@app.command("add")
def add(
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help="What it is about.")],
    predicate: Annotated[str, typer.Argument(metavar="PREDICATE", help="What is said about it.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="The value, written as for `steme assert`.")],
    unit: Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="Unit of a number.")] = None,
    tolerance: Annotated[
        str | None, typer.Option("--tolerance", metavar="SHARE", help="How far a number may be off: 1% or 0.01.")
    ] = None,
    tier: Annotated[str | None, typer.Option("--tier", metavar="TIER", help="Class of the evidence.")] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Where it is from.")] = None,
    key: Key = None,
) -> None:
    """State a gold standard and print its id.

    It is an ordinary assertion of yours, with full confidence, under a source of yours called "gold standards". A
    later one for the same question takes its place; retracting it ends it.
    """
    with Repository.open(invocation.current().start()) as repository:
        signing = keys.default(key, repository.configuration, question.passphrase)
        words = {"unit": unit, "tier": tier, "note": note}
        made = add_gold(repository, signing, (subject, predicate, value), words, tolerance)
    output.write(made.hex() + "\n")


@app.command("list")
def show_all(
    prefix: Prefix = "",
    trust_root: TrustRoot = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Format = None,
) -> None:
    """List the gold standards that count, one for each question."""
    with trusting(trust_root, as_of, known_at) as (view, trust):
        authors = Authors()
        found = golds(view, trust, normal_scope(prefix))
        rows("steme.gold.list", gold_rows.LIST, (gold_rows.facts(gold, authors) for gold in found), format=format)


@app.command("check")
def check(
    prefix: Prefix = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be found and record nothing.")] = False,
    trust_root: TrustRoot = None,
    key: Key = None,
    format: Format = None,
) -> None:
    """Judge what others claim by the gold standards.

    Records outcomes and shows a row for each author: how many claims were checked, right, wrong, or could not be
    compared (another unit, another kind of value), how many outcomes are new, and the rank before and after. What was
    judged before is not judged again unless the verdict is another one now.
    """
    with Repository.open(invocation.current().start()) as repository:
        signing = keys.default(key, repository.configuration, question.passphrase)
        with repository.snapshot() as view:
            roots = required_roots(view, repository.configuration, trust_root or ())
        now = times.now()
        tallies = check_gold(repository, signing, roots, normal_scope(prefix), now=now, dry_run=dry_run)
    authors = Authors()
    rows("steme.gold.check", gold_rows.CHECK, (gold_rows.tally(one, authors) for one in tallies), format=format)
    recorded = sum(len(one.outcomes) for one in tallies)
    output.note(f"{figures.counted(recorded, 'outcome')} {'would be recorded' if dry_run else 'recorded'}")
