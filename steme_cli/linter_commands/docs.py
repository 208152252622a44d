"""Write what the code must do as a document.

`docs generate` writes all active claims as Markdown, by category, what needs work first: the sentence that must hold,
its state, what breaks otherwise, who decided so and on what evidence, how it is checked and where it is seen. The same
claims and code give the same text, so it can be kept under version control.

Examples:
    aphoria docs generate
    aphoria docs generate --output docs/claims.md

Exit status:
    0  written
    2  the claims file or an extractor is not right
    3  there is no claims file
    9  the file could not be written
"""

from __future__ import annotations

from typing import Annotated

import typer

from repo_format.errors import NotFound
from steme_cli import output as terminal
from steme_cli.linting import NoCache, put
from steme_cli.render import figures
from steme_cli.render.claims_document import document
from steme_cli.surveying import survey_here

app = typer.Typer()


@app.command("generate")
def generate(
    output: Annotated[
        str | None, typer.Option("--output", metavar="FILE", help="Where to; stdout if left out.")
    ] = None,
    no_cache: NoCache = False,
) -> None:
    """Write all active claims as Markdown, with state and places."""
    stands = survey_here(cached=not no_cache)
    if not stands.entries:
        raise NotFound("there are no claims to write about; `aphoria explain` says how to begin")
    text = document(stands)
    if output is None:
        terminal.write(text)
    else:
        put(output, text)
        terminal.note(f"{figures.counted(len(stands.verification.verdicts), 'claim')} written to {output}")
