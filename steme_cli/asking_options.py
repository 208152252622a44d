"""Options that every command which asks questions has."""

from __future__ import annotations

from typing import Annotated

import typer

AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="TIME", help="Only what was claimed by then, by the authors' clocks.")
]
KnownAt = Annotated[
    str | None,
    typer.Option("--known-at", metavar="MOMENT", help="What this repository knew then: a time, tag, head or seq."),
]
Include = Annotated[
    str | None,
    typer.Option("--include", metavar="REASONS", help="Ask back in what steps aside: retracted,superseded or all."),
]
Decay = Annotated[bool, typer.Option("--decay", help="Let confidences age by the half-life of their tier.")]
HalfLife = Annotated[
    str | None, typer.Option("--half-life", metavar="AGE", help="Let all confidences age by this: 180d.")
]
Tolerance = Annotated[
    str | None, typer.Option("--tolerance", metavar="SHARE", help="Numbers that differ by no more are one value: 1%.")
]
NoView = Annotated[bool, typer.Option("--no-view", help="Ask the claims themselves, whatever `steme view` keeps.")]
MaxStale = Annotated[
    str | None,
    typer.Option("--max-stale", metavar="AGE", help="A kept answer may lack what came in the last 5m; 0 by default."),
]
Audit = Annotated[
    bool | None,
    typer.Option("--audit/--no-audit", help="Record the answer or do not, whatever the setting audit.record says."),
]
TrustRoot = Annotated[
    list[str] | None, typer.Option("--trust-root", metavar="KEY", help="Whose view of authors counts; may be repeated.")
]
