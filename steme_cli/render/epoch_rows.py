"""Epochs, as rows and one by one."""

from __future__ import annotations

from repo_format.errors import NotFound, shown
from repo_format.text import check_name
from steme import epochs, policy, times
from steme.authors import Authors
from steme.repository import Repository
from steme_cli import invocation
from steme_cli.render import figures
from steme_cli.render.record import record
from steme_cli.render.rows import Column, rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot

COLUMNS = (
    Column("name"),
    Column("starts"),
    Column("superseded_by"),
    Column("author_label", "author"),
    Column("time"),
    Column("id", human=figures.short_id),
    Column("description"),
)


def show_all(format: str | None) -> None:
    """A row for every epoch that was declared or superseded."""
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as view:
        authors = Authors()
        found = epochs.known(view, policy=policy.configured(view, repository.configuration))
        facts = [_facts(view, epoch, authors) for epoch in found]
    rows("steme.epoch.list", COLUMNS, facts, format=format)


def show(name: str, format: str | None) -> None:
    """One epoch in full. Raises NotFound where nobody declared or superseded it, InvalidInput for what is no name."""
    check_name(name)
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as view:
        rule = policy.configured(view, repository.configuration)
        epoch = epochs.named(view, name, policy=rule)
        if epoch is None:
            raise NotFound(f"nobody declared or superseded an epoch {shown(name)}; `steme epoch list` shows them")
        facts = _facts(view, epoch, Authors())
        facts["supersedes"] = epochs.elders(view, epoch, rule)
        facts["claims"] = epochs.claims(view, epoch)
    human = {"author": facts["author_label"], "author_label": None}
    record("steme.epoch", facts, format=format, human=human)


def _facts(view: Snapshot, epoch: epochs.Epoch, authors: Authors) -> dict[str, object]:
    first = epochs.declaration(view, epoch)
    author = first.author if first else None
    return {
        "name": epoch.name,
        "description": first.description if first else None,
        "starts": times.format_time(first.starts) if first and first.starts is not None else None,
        "superseded_by": sorted({view.text(act.extra) for act in epoch.superseded_by}),
        "author": author,
        "author_label": authors.name(author) if author else None,
        "time": times.format_time(first.time) if first else None,
        "id": epoch.declarations[0].id.hex() if epoch.declarations else None,
    }
