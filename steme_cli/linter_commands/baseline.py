"""Start with what is there, so that only new findings count.

The findings of `verify run` and `scan` are written into .aphoria/baseline.json by their fingerprints, which hold no
line numbers, so that a finding stays known when code moves. With --baseline both commands report the known ones as
suppressed. Commit the file, and save it again when findings are gone, so that they do not come back unseen.

Examples:
    aphoria baseline save
    aphoria baseline show
    aphoria baseline diff
    aphoria baseline diff --same --format json
    aphoria baseline clear

Exit status:
    0  done; diff: nothing is new
    1  diff: something is new
    2  the baseline, the claims or an option is not right
    3  there is no baseline
    9  the disk is full or failed; nothing was changed
"""

from __future__ import annotations

from typing import Annotated

import typer

from aphoria import baseline
from aphoria.baseline import Baseline
from steme import times
from steme_cli import exit_codes, output
from steme_cli.every_finding import every_finding
from steme_cli.options import Format
from steme_cli.render import baseline_page
from steme_cli.surveying import top_here

app = typer.Typer()


@app.command("save")
def save() -> None:
    """Remember the findings of now, in place of an earlier baseline."""
    made = baseline.save(top_here(), every_finding(), times.now())
    output.note(f"{len(made.known)} findings are known from now on")


@app.command("show")
def show(format: Format = None) -> None:
    """Show the findings that are known."""
    baseline_page.write(Baseline.read(top_here()), format)


@app.command("clear")
def clear() -> None:
    """Forget them, so that everything counts."""
    baseline.clear(top_here())


@app.command("diff")
def diff(
    same: Annotated[bool, typer.Option("--same", help="Show what is still there, too.")] = False,
    format: Format = None,
) -> int:
    """Show what is new since the baseline, and what of it is gone."""
    known = Baseline.read(top_here())
    found = known.difference(every_finding())
    baseline_page.write_difference(found, known, format, same=same)
    return exit_codes.FINDINGS if found.new else exit_codes.FINE
