"""Declare and list epochs, the paradigms of claims.

A claim names the epoch that it belongs to (`steme assert --epoch gaap-2024`). When a newer epoch supersedes that one,
the lens `epoch` leaves all of its claims out at once.

A name belongs to whoever declared it first. Who may supersede it is the setting policy.acts: author (the owner of the
name, a key that follows theirs, or one that they delegated it to), enterprise (also everybody whom trust.roots lead
to) or commons (the owner alone). A name that nobody declared may be superseded by anybody.

Examples:
    steme epoch new gaap-2024 --description 'US GAAP, codification of 2024'
    steme epoch new gaap-2025 --supersedes gaap-2024 --starts 2025-01-01
    steme epoch list
    steme epoch list --format json
    steme epoch show gaap-2024

Exit status:
    0  done
    2  the name is not allowed, or an epoch would supersede itself
    3  there is no such epoch or key
    4  there is no repository here
    5  the policy does not let you, or the key may not be used
    7  somebody else is writing and did not finish in time
    9  the disk is full or failed; nothing was recorded
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme_cli.acting import Dispute, Key, Time, act
from steme_cli.options import Format
from steme_cli.render import epoch_rows

app = typer.Typer()

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name that claims give: gaap-2024.")]


@app.command("new")
def new(
    name: Name,
    supersedes: Annotated[
        str | None, typer.Option("--supersedes", metavar="NAME", help="The epoch whose claims step aside.")
    ] = None,
    description: Annotated[str | None, typer.Option("--description", metavar="TEXT", help="What it is.")] = None,
    starts: Annotated[
        str | None, typer.Option("--starts", metavar="TIME", help="When it begins, for questions with --as-of.")
    ] = None,
    dispute: Dispute = False,
    time: Time = None,
    key: Key = None,
) -> None:
    """Declare an epoch and print the id of the declaration.

    To supersede several epochs, declare it once for each.
    """
    act(
        lambda drafts: [drafts.epoch(name, supersedes, description, starts)],
        key=key,
        reason=None,
        time=time,
        dispute=dispute,
    )


@app.command("list")
def show_all(format: Format = None) -> None:
    """List the epochs that were declared or superseded, by name."""
    epoch_rows.show_all(format)


@app.command("show")
def show(name: Name, format: Format = None) -> None:
    """Show one epoch: who declared it and when, what it supersedes and by what it is superseded, and its claims.

    Counting its claims walks through all questions.
    """
    epoch_rows.show(name, format)
