"""What `steme audit` does: records from the audit log to the screen."""

from __future__ import annotations

from itertools import islice

from repo_format import objects
from steme.audit import reading
from steme.audit.replay import replay
from steme.authors import Authors
from steme.patterns import check_pattern
from steme.repository import Repository
from steme.times import parse_time
from steme_cli import exit_codes, invocation, output
from steme_cli.pager import paged
from steme_cli.render import audit_page, audit_rows, replay_page, words
from steme_cli.render.rows import Column, rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.audit.recorded import Recorded
    from steme.audit.replay import Replay


def show_all(subject: str | None, since: str | None, limit: int | None, format: str | None) -> None:
    """A row for each record, newest first."""
    with Repository.open(invocation.current().start()) as repository:
        if limit is None:
            newest = reversed(list(_wanted(repository, subject, since)))
        else:
            newest = islice(_wanted(repository, subject, since, newest_first=True), limit)
        found = (audit_rows.summary(one) for one in newest)
        rows("steme.audit.list", audit_rows.LIST, found, format=format)


def export(subject: str | None, since: str | None, format: str) -> None:
    """Every record with everything in it, oldest first."""
    with Repository.open(invocation.current().start()) as repository:
        found = (audit_rows.whole(one) for one in _wanted(repository, subject, since))
        rows("steme.audit", audit_rows.EXPORT, found, format=format)


def show(ids: list[str], format: str | None) -> None:
    """Some records in full."""
    with Repository.open(invocation.current().start()) as repository:
        found = [reading.find(repository, text) for text in ids]
        if format not in (None, "table"):
            rows("steme.audit", audit_rows.EXPORT, map(audit_rows.whole, found), format=format)
            return
        with repository.snapshot() as view:
            pages = [audit_page.page(one, _summaries(view, _shown(one))) for one in found]
    with paged():
        output.write("\n".join(pages))


def replay_all(ids: list[str], format: str | None) -> int:
    """Some records once more; the exit status says whether all were reproduced and still hold."""
    with Repository.open(invocation.current().start()) as repository:
        made = [replay(repository, reading.find(repository, text)) for text in ids]
        if format not in (None, "table"):
            columns = [Column(column.name) for column in replay_page.ROWS]
            rows("steme.audit.replay", columns, map(replay_page.facts, made), format=format)
        else:
            authors = Authors()
            with repository.snapshot() as view:
                pages = [replay_page.page(one, _summaries(view, _concerned(one)), authors) for one in made]
            with paged():
                output.write("\n".join(pages))
    good = all(one.is_reproduced and one.holds for one in made)
    return exit_codes.FINE if good else exit_codes.FINDINGS


def _wanted(
    repository: Repository, subject: str | None, since: str | None, newest_first: bool = False
) -> Iterator[Recorded]:
    first = None if since is None else parse_time(since, field="--since")
    return reading.records(repository, None if subject is None else check_pattern(subject), first, newest_first)


def _shown(recorded: Recorded) -> Iterator[str]:
    return (one for one, _ in audit_rows.by_weight(recorded)[: audit_page.SHOWN])


def _concerned(made: Replay) -> set[str]:
    found = made.changes
    ids = [one.id for one in found.left] + [one.id for one in found.joined] + [one.target for one in found.said]
    return {one.hex() for one in ids}


def _summaries(view: Snapshot, ids: Iterable[str]) -> dict[str, str]:
    """What objects say, in a line each; those that are not here are left out."""
    found: dict[str, str] = {}
    for one in ids:
        seq = view.seq_of(bytes.fromhex(one))
        if seq:
            data = view.record(seq).payload
            found[one] = words.summary(None if data is None else objects.read(data))
    return found
