"""What `steme status` does."""

from __future__ import annotations

from steme.authors import Authors
from steme.repository import Repository
from steme.status import Status
from steme.times import format_time, now
from steme_cli import invocation, output
from steme_cli.render import clock, figures
from steme_cli.render.record import record
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from steme.remotes.apart import Distance


def run(*, format: str | None) -> None:
    """Write the state of the repository, in sentences for a person."""
    with Repository.open(invocation.current().start()) as repository:
        found = Status(repository)
    if format in (None, "table"):
        output.write("".join(f"{safe(line)}\n" for line in _sentences(found, Authors())))
    else:
        record("steme.status", _facts(found, Authors()), format=format)


def _sentences(status: Status, authors: Authors) -> Iterator[str]:
    yield f"Repository {status.path}"
    if status.head is None or status.committed is None or status.signer is None:
        yield "Nothing was committed yet."
    else:
        objects, commits = _number(status.objects, "object"), _number(status.commits, "commit")
        yield f"On head {status.head.hex()[: figures.SHORT_ID]}: {objects} in {commits}."
        yield f"Last commit {clock.with_age(status.committed)} by {authors.name(status.signer.hex())}."
    if status.key is not None:
        locked = " (locked with a passphrase)" if status.key.kind == "locked" else ""
        yield f"You sign as {status.key.label}{locked}, key {status.key.public.hex()[: figures.SHORT_ID]}."
    else:
        yield f"No key to sign with: {status.no_key}."
    sizes = status.sizes
    log = f"log {figures.size(sizes.log)} in {_number(sizes.segments, 'segment')}"
    yield f"The index is {'behind' if status.behind else 'up to date'}; {log}, index {figures.size(sizes.index)}."
    for remote, apart in status.remotes:
        yield _apart(remote.name, apart)
    for sentence in status.unusual:
        yield f"Note: {sentence}{'' if sentence.endswith('?') else '.'}"


def _apart(name: str, apart: Distance) -> str:
    if not apart.known:
        return f"{name}: nothing was exchanged with it yet."
    seen = clock.age(now() - apart.seen)
    words = [
        f"{figures.count(count)} {word}" for count, word in ((apart.ahead, "ahead"), (apart.behind, "behind")) if count
    ]
    return f"{name}: {', '.join(words) or 'level with it'}, as of {seen}."


def _number(count: int, noun: str) -> str:
    return f"{figures.count(count)} {noun}{'' if count == 1 else 's'}"


def _facts(status: Status, authors: Authors) -> dict[str, object]:
    signer = status.signer.hex() if status.signer else None
    return {
        "path": status.path,
        "id": status.id.hex(),
        "head": status.head.hex() if status.head else None,
        "objects": status.objects,
        "commits": status.commits,
        "committed": format_time(status.committed) if status.committed is not None else None,
        "signer": signer,
        "signer_label": authors.name(signer) if signer else None,
        "key": status.key.public.hex() if status.key else None,
        "key_label": status.key.label if status.key else None,
        "index": "behind" if status.behind else "up to date",
        "index_behind_bytes": status.behind,
        "segments": status.sizes.segments,
        "log_bytes": status.sizes.log,
        "index_bytes": status.sizes.index,
        "remotes": [_remote(remote.name, apart) for remote, apart in status.remotes],
        "lost_bytes": status.sizes.lost,
        "notes": status.unusual,
    }


def _remote(name: str, apart: Distance) -> dict[str, object]:
    """``ahead`` and ``behind`` are null for a remote that nothing is known of."""
    return {
        "name": name,
        "ahead": apart.ahead if apart.known else None,
        "behind": apart.behind if apart.known else None,
        "seen": format_time(apart.seen) if apart.known else None,
    }
