"""What the commands that act on claims share: their options, and the way from a plan to what is recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from steme import keys
from steme.acting.plan import plan
from steme.repository import Repository
from steme_cli import invocation, output, question
from steme_cli.render import changes

if TYPE_CHECKING:
    from repo_format.objects import Payload
    from steme.acting.drafts import Drafts
    from steme.acting.plan import Plan

Id = Annotated[str, typer.Argument(metavar="ID", help="A claim: its id, or 7 or more first digits.")]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why.")]
NeededReason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]
Time = Annotated[
    str | None, typer.Option("--time", metavar="TIME", help="When you said so: ISO 8601, or 3d; now by default.")
]
Key = Annotated[str | None, typer.Option("--key", metavar="KEY", help="The key to sign with: a label or a path.")]
Dispute = Annotated[
    bool, typer.Option("--dispute", help="Record it even where the policy gives it no effect, as a dispute.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the claims concerned; record nothing.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask, however many claims are concerned.")]

MANY = 10
"""With more claims than these a person is asked, and a script has to say --yes."""

Make = Callable[["Drafts"], "Sequence[Payload]"]


def act(make: Make, *, key: str | None, reason: str | None, time: str | None = None, dispute: bool = False) -> None:
    """Record what ``make`` drafts and print the ids."""
    with Repository.open(invocation.current().start()) as repository:
        signing = keys.default(key, repository.configuration, question.passphrase)
        _record(plan(repository, signing, make, reason=reason, time=time, dispute=dispute))


def act_widely(
    make: Make,
    *,
    key: str | None,
    reason: str | None,
    time: str | None,
    dispute: bool,
    dry_run: bool,
    yes: bool,
    format: str | None,
) -> None:
    """As ``act``, for what may concern many claims: says how many beforehand, and asks where they are."""
    with Repository.open(invocation.current().start()) as repository:
        signing = keys.default(key, repository.configuration, question.passphrase)
        made = plan(repository, signing, make, reason=reason, time=time, dispute=dispute, with_effect=True)
        if dry_run:
            changes.show(made, format)
            return
        summary = changes.summary(made)
        if changes.count(made) > MANY and not yes:
            question.confirm(summary, "--yes")
        else:
            output.note(f"{summary}.")
        _record(made)


def _record(made: Plan) -> None:
    ids = made.record()
    output.write("".join(one.hex() + "\n" for one in ids))
    for remark in made.remarks:
        output.note(remark)
