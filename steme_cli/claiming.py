"""What the verbs of `claims` share: options, the file, and who signs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

from aphoria.claims import file as claims_files
from aphoria.claims.changing import Author
from aphoria.claims.drafting import Words, covering
from aphoria.claims.file import ClaimsFile
from repo_format.errors import InvalidInput, NotARepository, NotFound
from repo_format.objects.claim import Claim
from repo_format.vocabulary import COMPARISONS
from steme import keys
from steme.configuration import Configuration
from steme.repository import Repository
from steme_cli import invocation, output, question
from steme_cli.render.text import safe
from steme_cli.surveying import top_here, visibility_here

Id = Annotated[str, typer.Argument(metavar="ID", help="The id of a claim.")]
Path = Annotated[str | None, typer.Option("--path", metavar="PATH", help="Concept path; * for any one segment.")]
Predicate = Annotated[str | None, typer.Option("--predicate", metavar="WORD", help="What is observed there.")]
Comparison = Annotated[
    str | None, typer.Option("--comparison", metavar="WORD", help=f"One of {', '.join(COMPARISONS)}.")
]
Value = Annotated[
    list[str] | None, typer.Option("--value", metavar="VALUE", help="What it is compared with; may be repeated.")
]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="The unit of a number.")]
Invariant = Annotated[str | None, typer.Option("--invariant", metavar="TEXT", help="What MUST or MUST NOT be.")]
Consequence = Annotated[str | None, typer.Option("--consequence", metavar="TEXT", help="What breaks otherwise.")]
Provenance = Annotated[str | None, typer.Option("--provenance", metavar="TEXT", help="Who decided it, and where.")]
Evidence = Annotated[
    list[str] | None, typer.Option("--evidence", metavar="TEXT", help="An address or a document; may be repeated.")
]
Tier = Annotated[str | None, typer.Option("--tier", metavar="TIER", help="Class of the evidence; expert by default.")]
Category = Annotated[str | None, typer.Option("--category", metavar="WORD", help="A word to group claims by.")]
Overrides = Annotated[
    str | None,
    typer.Option("--overrides", metavar="NAME", help="An assertion of the corpus or a policy to do otherwise than."),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]

ASKED = {
    "path": "Concept path, such as wallet/tls/certificate",
    "predicate": "Predicate, such as verified",
    "invariant": "Invariant: what MUST or MUST NOT be",
    "consequence": "Consequence: what breaks otherwise",
    "provenance": "Provenance: who decided it, and where",
}


def file_here() -> ClaimsFile:
    """The claims of this project. Raises NotFound, InvalidInput."""
    return ClaimsFile.read(claims_files.find(invocation.current().start()))


def file_or_none() -> tuple[str, str]:
    """Path and text of the claims file, the text empty and the path that of a new one where there is none."""
    try:
        found = file_here()
    except NotFound:
        top = top_here()
        return os.path.join(top, claims_files.FOLDER, claims_files.NAME), ""
    return found.path, found.text


@contextmanager
def signer(key: str | None) -> Iterator[tuple[keys.SigningKey, Repository | None]]:
    """The key of whoever signs, and the repository of steme that is here, if there is one."""
    try:
        repository = Repository.open(invocation.current().start())
    except NotARepository:
        yield keys.default(key, Configuration(None), question.passphrase), None
        return
    with repository:
        yield keys.default(key, repository.configuration, question.passphrase), repository


@contextmanager
def author(key: str | None) -> Iterator[Author]:
    """Whoever signs, recording in the repository of steme that is here, if there is one."""
    with signer(key) as (signing, repository):
        yield Author(signing, repository)


def complete(words: Words) -> dict[str, str | Sequence[str] | None]:
    """The words of a new claim, asked for at the terminal where they are missing. Raises InvalidInput where nobody is
    there to be asked.
    """
    full = dict(words)
    missing = [name for name in ASKED if not full.get(name)]
    if missing and not (sys.stdin.isatty() and output.is_terminal(sys.stderr)):
        raise InvalidInput("", f"give --{missing[0]} too; a claim needs {', '.join(ASKED)}")
    for name in missing:
        sys.stderr.write(f"{ASKED[name]}: ")
        sys.stderr.flush()
        full[name] = sys.stdin.readline().strip() or None
        if full[name] is None:
            raise InvalidInput(name, "was not given; nothing was done")
    return full


def warn(claim: Claim, others: Sequence[Claim]) -> None:
    """Say what somebody who makes a claim wants to know at once: who covers it already, and whether it can be seen."""
    for other in covering(claim, others):
        output.note(f"note: {other.name} covers {safe(other.path)} {other.predicate} already: {safe(other.invariant)}")
    if not visibility_here().extractors_for(claim.path, claim.predicate):
        output.note("note: no extractor can observe this yet, so it will be MISSING; see `aphoria verify map`")
