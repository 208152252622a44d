"""The commands that ask one question by one lens: `skeptic` and `layered` are `query` with less to choose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from steme_cli.asking_options import AsOf, Audit, Decay, HalfLife, Include, KnownAt, Tolerance, TrustRoot
from steme_cli.options import Format
from steme_cli.quick.query import run


def by(lens: str) -> Callable[..., int]:
    """The function of a command that asks by this lens; ``typer`` reads its options."""

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
        tolerance: Tolerance = None,
        trust_root: TrustRoot = None,
        audit: Audit = None,
        format: Format = None,
    ) -> int:
        return run(
            subject=subject,
            predicate=predicate,
            lens=lens,
            as_of=as_of,
            known_at=known_at,
            include=include,
            decay=decay,
            half_life=half_life,
            tolerance=tolerance,
            trust_root=trust_root,
            audit=audit,
            format=format,
        )

    return command
