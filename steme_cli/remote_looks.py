"""What `steme ls-remote` does, and how a remote is written down by `steme remote`."""

from __future__ import annotations

from repo_format.errors import NotARepository
from steme import exchange, remotes
from steme.authors import Authors
from steme.configuration import configuration_at
from steme.repository import Repository
from steme.settings import is_remote_name
from steme.times import format_time
from steme.transport import Access, shown_url
from steme_cli import invocation
from steme_cli.render import clock, figures
from steme_cli.render.rows import Column, rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.head import Head
    from steme.exchange.results import Looked
    from steme.remotes import Distance, Remote

_HEADS = (
    Column("head", human=figures.short_id),
    Column("objects", right=True, human=figures.count),
    Column("time"),
    Column("signer_label", "signed by"),
    Column("name"),
)


def show(name: str | None, format: str | None) -> None:
    """Write a row for the head and for every tag of a remote, or of what a URL names."""
    start = invocation.current().start()
    configuration = configuration_at(start)
    try:
        with Repository.open(start) as repository:
            url = name if _is_url(repository, name) else remotes.default(repository, name).url
            looked = exchange.look(str(url), configuration, access=Access(configuration, repository=repository))
    except NotARepository:
        if name is None or is_remote_name(name):
            raise
        looked = exchange.look(name, configuration)
    rows("steme.ls-remote", _HEADS, _heads(looked), format=format)


def _is_url(repository: Repository, name: str | None) -> bool:
    return name is not None and not (is_remote_name(name) or any(name == one.name for one in remotes.all(repository)))


def _heads(looked: Looked) -> Iterator[dict[str, object]]:
    authors = Authors()
    if looked.head is not None:
        yield _head("refs/heads/main", looked.head, authors)
    for name, signed in sorted(looked.tags.items()):
        yield _head(name, signed, authors)


def _head(name: str, signed: Head, authors: Authors) -> dict[str, object]:
    signer = signed.signer.hex()
    return {
        "name": name,
        "head": signed.id.hex(),
        "objects": signed.count,
        "root": signed.root.hex(),
        "time": format_time(signed.time),
        "signer": signer,
        "signer_label": authors.name(signer),
        "repository": signed.repository.hex(),
    }


REMOTES = (
    Column("name"),
    Column("url"),
    Column("ahead", right=True),
    Column("behind", right=True),
    Column("seen", human=lambda text: "never" if text is None else str(text)),
)


def facts(remote: Remote, distance: Distance, authors: Authors) -> dict[str, object]:
    """A remote as JSON has it: what is configured, and how far apart the two were the last time."""
    newest = distance.head
    return {
        "name": remote.name,
        "url": shown_url(remote.url),
        "trust": remote.trusted(),
        "ahead": distance.ahead if distance.known else None,
        "behind": distance.behind if distance.known else None,
        "head": newest.id.hex() if newest else None,
        "objects": newest.count if newest else None,
        "seen": format_time(distance.seen) if distance.known else None,
        "signers": [authors.name(key.hex()) for key in distance.signers],
    }


def human(remote: Remote, distance: Distance, authors: Authors) -> dict[str, object]:
    """Words for some of these facts."""
    seen = clock.with_age(distance.seen) if distance.known else "never; nothing was exchanged with it yet"
    return {"trust": trusted(remote, authors), "seen": seen}


def trusted(remote: Remote, authors: Authors) -> str:
    """Whose heads of a remote count."""
    return ", ".join(map(authors.name, remote.trusted())) or "any key; a new one is pointed out"
