"""Show all sides of a question, and no winner.

Every value that is claimed, with its share of the support as a bar, and under it each voice with its tier, confidence,
author, date and source. The conflict is 0 when all agree and 1 when two equally strong sides have nothing in common.

Examples:
    steme skeptic country/bi capital
    steme skeptic country/bi population --as-of 2020-01-01
    steme skeptic drug/aspirin/dosage recommended --format json

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
        lens="skeptic",
        as_of=as_of,
        known_at=known_at,
        include=include,
        decay=decay,
        half_life=half_life,
        trust_root=trust_root,
        audit=audit,
        format=format,
    )
