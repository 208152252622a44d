"""Trust another key, wholly or about some subjects.

Signs a delegation: from now on whoever trusts you trusts that key too, with the product of the weights. It holds for
the subjects under --scope, a prefix by whole segments, or for all; until it expires, or for good. The latest delegation
to a key in a scope counts, so another weight replaces the one before, and --weight 0 takes the trust back.

Prints the id of the delegation once it is on the disk. `steme trust` shows what follows from it.

Examples:
    steme delegate bob --weight 0.8
    steme delegate bob --weight 0.9 --scope drug/ --expires 2027-01-01
    steme delegate 3f2a9c1b --weight 0.5 --expires +90d --reason 'met at the conference'
    steme delegate bob --weight 0

Exit status:
    0  done
    2  a weight outside 0 and 1, a scope that is no prefix of subjects, a time that is past
    3  no such author, or no signing key
    4  there is no repository here
    5  refused: the key is your own, or yours was given up
    7  another process is writing; try again
    9  the system could not read or write
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme import keys
from steme.agents import delegate
from steme.repository import Repository
from steme_cli import invocation, output, question


def command(
    whom: Annotated[
        str, typer.Argument(metavar="KEY", help="Whom to trust: a label, 7 digits of an author's key, or all 64.")
    ],
    weight: Annotated[float, typer.Option("--weight", metavar="W", help="How much, 0 to 1; 0 takes it back.")],
    scope: Annotated[
        str | None, typer.Option("--scope", metavar="PREFIX", help="Only about subjects under this prefix.")
    ] = None,
    expires: Annotated[
        str | None, typer.Option("--expires", metavar="TIME", help="When it ends: a date, or +90d from now.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why.")] = None,
    key: Annotated[str | None, typer.Option("--key", metavar="KEY", help="The key to sign with.")] = None,
) -> None:
    with Repository.open(invocation.current().start()) as repository:
        signing = keys.default(key, repository.configuration, question.passphrase)
        made = delegate(repository, signing, whom, weight, scope=scope, expires=expires, reason=reason)
    output.write(made.hex() + "\n")
