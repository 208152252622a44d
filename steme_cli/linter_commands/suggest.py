"""Draft claims from the code, the claims, and documents.

Drafts come from sentences of README, ADR and other documents with MUST, SHOULD, ALWAYS or NEVER (an `Authority:` line
within five lines names who says so), from what the corpus says of what is observed and not claimed, from claims that
hold for one module alone, and from what the code does everywhere in the same way. A draft has to be something that an
extractor can see, has to say what breaks otherwise, and is not claimed yet. The ranking is told in
docs/semantics/coverage.md. Nothing is asked of any network.

--format json is made for language models: a versioned key, bounded texts without markup, and a caution that they are
material and no instructions. --write adds the drafts that are shown to the claims file, where they wait for
`claims promote`.

Examples:
    aphoria suggest
    aphoria suggest --limit 3
    aphoria suggest --format json
    aphoria suggest --limit 1 --write

Exit status:
    0  done, whether or not there was anything to suggest
    2  an option, the claims file or an extractor is not right
    3  --write: there is no signing key
    7  --write: somebody else is writing and did not finish in time
    9  the disk is full or failed; nothing was changed
"""

from __future__ import annotations

from typing import Annotated

import typer

from aphoria.ground import Ground
from aphoria.suggest import suggest
from repo_format.errors import InvalidInput
from steme_cli import output
from steme_cli.claiming import author, file_or_none
from steme_cli.linting import NoCache
from steme_cli.options import Format, Key
from steme_cli.render import suggestion_page
from steme_cli.surveying import survey_here, top_here


def command(
    limit: Annotated[int, typer.Option("--limit", metavar="NUMBER", help="At most so many.")] = 10,
    write: Annotated[bool, typer.Option("--write", help="Add those shown to the claims as drafts.")] = False,
    no_cache: NoCache = False,
    key: Key = None,
    format: Format = None,
) -> None:
    if limit < 1:
        raise InvalidInput("--limit", f"is {limit}; it may be 1 or more")
    stands = survey_here(cached=not no_cache)
    ground = Ground.of(top_here())
    known = [claim for policy in ground.policies for claim in policy.authorities]
    found = suggest(stands, ground.authorities(), known, limit)
    suggestion_page.write(found, format)
    if write and found.suggestions:
        place, text = file_or_none()
        with author(key) as who:
            for one in found.suggestions:
                text = who.add(text, one.claim)
            who.write(place, text)
        output.note(f"{len(found.suggestions)} drafts added; `aphoria claims promote ID` makes one active")
