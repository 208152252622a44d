"""Ask what is claimed.

Resolves the claims under a subject and a predicate through a lens and shows the answer, how far the claims are apart,
and who stands behind each value. Without a predicate, or with a pattern, many questions are answered, one row each. A
subject that ends in / takes everything below it; a segment * stands for any one segment, a last segment ** for any
number.

The confidence is the share of all support that agrees with the answer. The conflict is 0 when all agree and 1 when two
equally strong sides are as far apart as can be; from 0.4 on the answer counts as CONTESTED.

Numbers in units that are convertible into each other are compared in one of them, which needs the library pint; an
answer shows the author's own number and what it counts as. With --tolerance, numbers that differ by no more than this
share are one value.

By the lenses skeptic and constraints nobody wins: every side is shown with its voices, a rule with its reasons. With
--format csv they have a row for each voice, and the lens layered has one for each tier.

--explain shows what every claim counted for: tier, confidence, decay, trust and votes where the lens asks for them, and
what stepped aside because of which act. With --format json that is the `weighing` of an answer, with csv a row for
every claim.

--from asks every question in a file, in its order and each as it is read. A line is a subject and a predicate, with a
tab between them or with what holds spaces in quotes, or a JSON object that may have a lens and filters of its own:

    country/fr "official language"
    {"subject":"drug/aspirin","predicate":"dose","lens":"authority","tolerance":"1%"}

What nobody claims anything about is a row too, with the status EMPTY. The first line that is no question ends the
answers; with --keep-going such lines are reported on stderr and the others are answered.

Where `steme view` keeps the answer to a question, the answer comes from there; it is the same, and says so.

Examples:
    steme query country/fr population
    steme query country/fr population --lens confidence --claims
    steme query country/fr
    steme query 'country/*' capital --min-conflict 0.4
    steme query country/ population --tier observational --format csv
    steme query drug/aspirin/dosage recommended --value --as-of 2023-01-01
    steme query drug/aspirin/dosage recommended --explain --lens authority --tolerance 1%
    steme query drug/aspirin/dosage recommended --explain --format csv > weighing.csv
    steme query --from questions.txt --format jsonl

Exit status:
    0  there was an answer
    1  --fail-on-conflict, and an answer is contested
    2  the command line, or a line of the file, is wrong
    3  nobody claims anything that fits
    4  there is no repository here
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme_cli.asking_options import (
    AsOf,
    Audit,
    Decay,
    HalfLife,
    Include,
    KnownAt,
    MaxStale,
    NoView,
    Tolerance,
    TrustRoot,
)
from steme_cli.options import Format
from steme_cli.quick.query import run


def command(
    subject: Annotated[
        str | None, typer.Argument(metavar="SUBJECT", help="A subject, a prefix drug/ or a pattern drug/*/risk.")
    ] = None,
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
    tolerance: Tolerance = None,
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
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what every claim counted for, line by line.")
    ] = False,
    fail_on_conflict: Annotated[
        bool, typer.Option("--fail-on-conflict", help="Exit with 1 when an answer is contested.")
    ] = False,
    no_view: NoView = False,
    max_stale: MaxStale = None,
    audit: Audit = None,
    file: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="Ask every question in this file; - for stdin.")
    ] = None,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Report bad lines of the file and answer the others.")
    ] = False,
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
        tolerance=tolerance,
        trust_root=trust_root,
        min_conflict=min_conflict,
        limit=limit,
        claims=claims,
        value=value,
        explain=explain,
        fail_on_conflict=fail_on_conflict,
        no_view=no_view,
        max_stale=max_stale,
        audit=audit,
        file=file,
        keep_going=keep_going,
        format=format,
    )
