"""Say that two subjects are one thing, or list the names of one.

Signs that ALIAS is another name of SUBJECT, the preferred one. A question about either is then about both, and about
every further alias of them; the answer says whose claims it took along. Nothing is renamed: `steme retract` with the id
of the alias takes it back. With one subject alone its aliases are listed.

Anybody's alias counts; where the setting policy.acts is enterprise, only that of somebody whom trust.roots lead to.

Examples:
    steme alias drug/asa drug/aspirin
    steme alias country/burma country/mm --reason 'former name'
    steme alias drug/aspirin
    steme alias drug/aspirin --format json

Exit status:
    0  the alias is recorded, or aliases are listed
    2  one of the two is no subject, or they are the same
    3  the subject has no alias, or there is no such key
    4  there is no repository here
    5  the policy does not let you, or the key may not be used
    7  somebody else is writing and did not finish in time
    9  the disk is full or failed; nothing was recorded
"""

from __future__ import annotations

from typing import Annotated

import typer

from repo_format.errors import InvalidInput
from steme_cli.acting import Dispute, Key, Reason, Time, act
from steme_cli.options import Format
from steme_cli.render import alias_rows


def command(
    alias: Annotated[str, typer.Argument(metavar="ALIAS", help="Another name; alone, the subject to list.")],
    subject: Annotated[str | None, typer.Argument(metavar="SUBJECT", help="The preferred subject.")] = None,
    reason: Reason = None,
    dispute: Dispute = False,
    time: Time = None,
    key: Key = None,
    format: Format = None,
) -> None:
    if subject is None:
        alias_rows.show(alias, format)
        return
    if format is not None:
        raise InvalidInput("--format", "is for listing; leave out the second subject")
    act(lambda drafts: [drafts.alias(alias, subject)], key=key, reason=reason, time=time, dispute=dispute)
