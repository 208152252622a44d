"""The aliases of a subject, as rows."""

from __future__ import annotations

from repo_format.errors import NotFound, shown
from repo_format.text import check_subject
from steme import aliases, policy, times
from steme.authors import Authors
from steme.repository import Repository
from steme_cli import invocation
from steme_cli.render import figures
from steme_cli.render.rows import Column, rows

COLUMNS = (
    Column("alias"),
    Column("subject"),
    Column("author_label", "author"),
    Column("time"),
    Column("id", human=figures.short_id),
)


def show(subject: str, format: str | None) -> None:
    """A row for every alias among a subject and its other names. Raises NotFound where there is none, InvalidInput."""
    check_subject(subject)
    authors = Authors()
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as view:
        found = aliases.links(view, subject, policy=policy.configured(view, repository.configuration))
    if not found:
        raise NotFound(f"{shown(subject)} has no alias; `steme alias ALIAS {shown(subject)}` gives it one")
    rows("steme.alias", COLUMNS, (_row(link, authors) for link in found), format=format)


def _row(link: aliases.Link, authors: Authors) -> dict[str, object]:
    return {
        "alias": link.alias,
        "subject": link.subject,
        "author": link.author.hex(),
        "author_label": authors.name(link.author.hex()),
        "time": times.format_time(link.time),
        "id": link.id.hex(),
    }
