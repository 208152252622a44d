"""The verbs of `steme source` that act on a source and on what rests on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

import typer

from repo_format.errors import InvalidInput
from steme import policy
from steme.acting.impact import Impact, impact
from steme.repository import Repository
from steme_cli import invocation
from steme_cli.acting import Dispute, DryRun, Key, NeededReason, Time, Yes, act_widely
from steme_cli.options import Format

Source = Annotated[str, typer.Argument(metavar="SOURCE", help="Its name, its id or the beginning of one.")]


QUARANTINE = """Put a source in doubt: claims that cite it step aside for now.

    What follows from those claims stays. The latest status counts; `steme source activate` ends it. Who may do this is
    the setting policy.acts, see `steme retract --help`. Prints the id of the status once it is on the disk.

    Examples:
        steme source quarantine paper-17 --reason 'figures under review'
        steme source quarantine paper-17 --reason 'figures under review' --dry-run
    """

RETRACT = """Retract a source: all that rests on it steps aside.

    Claims that cite it step aside, and everything that follows from them, at any depth. The latest status counts;
    `steme source activate` brings all of it back. Who may do this is the setting policy.acts, see `steme retract
    --help`. For more than 10 claims it asks; a script has to say --yes. Prints the id of the status once it is on the
    disk.

    Examples:
        steme source retract paper-17 --reason 'withdrawn by the journal' --yes
        steme source retract paper-17 --reason 'withdrawn by the journal' --dry-run
    """

ACTIVATE = """Make a source good again: what stepped aside for it comes back.

    Who may do this is the setting policy.acts, see `steme retract --help`. Prints the id of the status once it is on
    the disk.

    Examples:
        steme source activate paper-17 --reason 'figures confirmed'
        steme source activate paper-17 --reason 'figures confirmed' --dry-run
    """


def _becoming(status: str, page: str) -> Callable[..., None]:
    """The function of a verb that gives a source this status; ``page`` is its manual page."""

    def verb(
        name: Source,
        reason: NeededReason,
        dispute: Dispute = False,
        dry_run: DryRun = False,
        yes: Yes = False,
        time: Time = None,
        key: Key = None,
        format: Format = None,
    ) -> None:
        act_widely(
            lambda drafts: [drafts.source_status(name, status)],
            key=key,
            reason=reason,
            time=time,
            dispute=dispute,
            dry_run=dry_run,
            yes=yes,
            format=format,
        )

    verb.__doc__ = page
    return verb


def show_impact(
    name: Source,
    by: Annotated[
        Literal["predicate", "author", "claim", "answer"],
        typer.Option("--by", metavar="WHAT", help="A row for each predicate, author, claim or recorded answer."),
    ] = "predicate",
    plot: Annotated[
        str | None, typer.Option("--plot", metavar="FILE", help="Draw the cascade: a .png, .svg or .pdf file.")
    ] = None,
    format: Format = None,
) -> None:
    """Show what rests on a source: claims, authors, predicates.

    Counts the claims that cite it (direct) and those that follow from them (derived), at any depth, whose they are, and
    how many of them step aside today for whatever reason. Nothing is changed. Reads every claim concerned. --by answer
    lists the answers in the audit log that any of them contributed to (`steme audit`). --plot needs matplotlib, which
    `pip install 'steme[plot]'` brings.

    Examples:
        steme source impact paper-17
        steme source impact paper-17 --by claim --format csv
        steme source impact paper-17 --by answer
        steme source impact paper-17 --plot impact.png
    """
    from steme_cli.render import impact_rows

    if plot is not None and format is not None:
        raise InvalidInput("--plot", "draws a picture; leave out --format")
    if by == "answer":
        from steme_cli import impact_answers

        if plot is not None:
            raise InvalidInput("--plot", "draws claims; leave out --by answer")
        impact_answers.show(name, format)
        return
    found = _impact(name)
    if plot is None:
        impact_rows.show(found, by, format)
    else:
        from steme_cli.render.cascade import draw  # with it comes matplotlib

        draw(found, plot)


def _impact(name: str) -> Impact:
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as view:
        return impact(view, name, policy.configured(view, repository.configuration))


def add_verbs(app: typer.Typer) -> None:
    """Let a group of verbs have these too."""
    app.command("quarantine")(_becoming("quarantined", QUARANTINE))
    app.command("retract")(_becoming("retracted", RETRACT))
    app.command("activate")(_becoming("active", ACTIVATE))
    app.command("impact")(show_impact)
