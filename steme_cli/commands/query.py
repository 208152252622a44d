"""Ask what is claimed.

Resolves the claims under a subject and a predicate through a lens and shows the answer, how far the claims are apart,
and who stands behind each value. Without a predicate, or with a pattern, many questions are answered, one row each. A
subject that ends in / takes everything below it; a segment * stands for any one segment, a last segment ** for any
number.

The confidence is the share of all support that agrees with the answer. The conflict is 0 when all agree and 1 when two
equally strong sides are as far apart as can be; from 0.4 on the answer counts as CONTESTED.

Examples:
    steme query country/fr population
    steme query country/fr population --lens confidence --claims
    steme query country/fr
    steme query 'country/*' capital --min-conflict 0.4
    steme query country/ population --tier observational --format csv
    steme query drug/aspirin/dosage recommended --value --as-of 2023-01-01

Exit status:
    0  there was an answer
    1  --fail-on-conflict, and an answer is contested
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
    predicate: Annotated[
        str | None, typer.Argument(metavar="PREDICATE", help="A predicate; all when left out.")
    ] = None,
    lens: Annotated[
        str | None, typer.Option("--lens", metavar="LENS", help="How to resolve; `steme lenses` lists them.")
    ] = None,
    lifecycle: Annotated[
        list[str] | None,
        typer.Option("--lifecycle", metavar="STAGE", help="Only claims in this stage, or any; may be repeated."),
    ] = None,
    epoch: Annotated[str | None, typer.Option("--epoch", metavar="NAME", help="Only claims of this epoch.")] = None,
    tier: Annotated[
        str | None, typer.Option("--tier", metavar="TIER", help="Only claims of this tier or a stronger one.")
    ] = None,
    author: Annotated[
        str | None, typer.Option("--author", metavar="KEY", help="Only claims by this author, a label or a key.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="SOURCE", help="Only claims that cite this source, a name or an id."),
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    include: Include = None,
    decay: Decay = False,
    half_life: HalfLife = None,
    trust_root: TrustRoot = None,
    min_conflict: Annotated[
        float | None,
        typer.Option("--min-conflict", metavar="SCORE", help="Only answers at least this far apart, 0 to 1."),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", "-n", metavar="N", help="At most so many answers.")] = None,
    claims: Annotated[
        bool, typer.Option("--claims", help="Every claim that counts, a row each, not the answer.")
    ] = False,
    value: Annotated[bool, typer.Option("--value", help="The bare value and nothing else, for scripts.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show how each share came about, line by line.")] = False,
    fail_on_conflict: Annotated[
        bool, typer.Option("--fail-on-conflict", help="Exit with 1 when an answer is contested.")
    ] = False,
    audit: Audit = None,
    format: Format = None,
) -> int:
    return run(
        subject=subject,
        predicate=predicate,
        lens=lens,
        lifecycle=lifecycle,
        epoch=epoch,
        tier=tier,
        author=author,
        source=source,
        as_of=as_of,
        known_at=known_at,
        include=include,
        decay=decay,
        half_life=half_life,
        trust_root=trust_root,
        min_conflict=min_conflict,
        limit=limit,
        claims=claims,
        value=value,
        explain=explain,
        fail_on_conflict=fail_on_conflict,
        audit=audit,
        format=format,
    )
