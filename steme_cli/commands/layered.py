"""Show what each class of evidence says.

Every tier that has claims answers for itself, from regulatory down to anecdotal, with the conflict inside it; the
answer of the strongest tier stands. The conflict between the tiers is that of their winners, one voice each.

Examples:
    steme layered country/bi capital
    steme layered country/bi population --known-at published
    steme layered drug/aspirin/dosage recommended --format json

Exit status:
    0  somebody claims something
    2  the command line is wrong
    3  nobody claims anything that fits
    4  there is no repository here
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme_cli.asking_options import AsOf, Audit, Decay, HalfLife, Include, KnownAt, TrustRoot
from steme_cli.options import Format
from steme_cli.quick.query import run


def command(
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="A subject, a prefix drug/ or a pattern drug/*/risk.")
    ],
    predicate: Annotated[str, typer.Argument(metavar="PREDICATE", help="A predicate.")],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    include: Include = None,
    decay: Decay = False,
    half_life: HalfLife = None,
    trust_root: TrustRoot = None,
    audit: Audit = None,
    format: Format = None,
) -> int:
    return run(
        subject=subject,
        predicate=predicate,
        lens="layered",
        as_of=as_of,
        known_at=known_at,
        include=include,
        decay=decay,
        half_life=half_life,
        trust_root=trust_root,
        audit=audit,
        format=format,
    )
