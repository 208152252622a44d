"""Print the version of aphoria and what it can check.

Examples:
    aphoria version
    aphoria version --format json

Exit status:
    0  the version was printed
"""

from __future__ import annotations

from typing import Annotated

import typer

from aphoria.members import names
from steme_cli import __version__, output
from steme_cli.options import Format
from steme_cli.render.record import record


def command(
    short: Annotated[bool, typer.Option("--short", help="Only the version, on one line.")] = False,
    format: Format = None,
) -> None:
    if short and format is None:
        output.write(f"aphoria {__version__}\n")
    else:
        facts = {"aphoria": __version__, "extractors": len(names("extractors")), "languages": len(names("languages"))}
        record("aphoria.version", facts, format=format)
