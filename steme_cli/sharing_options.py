"""Options that the commands have in common which talk to a remote."""

from __future__ import annotations

from typing import Annotated

import typer

Name = Annotated[str | None, typer.Argument(metavar="[REMOTE]", help="Its name; origin by default, or the only one.")]
Key = Annotated[str | None, typer.Option("--key", metavar="KEY", help="The key to sign the commit with.")]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Say what would be done; change nothing anywhere.")]
FailOnConflict = Annotated[
    bool, typer.Option("--fail-on-conflict", help="Exit 1 when what came contradicts what is here.")
]
