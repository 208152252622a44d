"""Names for heads as a table."""

from __future__ import annotations

from steme import moments
from steme.times import format_time
from steme_cli.render import figures
from steme_cli.render.rows import Column, rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from steme.heads import NamedHead

_COLUMNS = (
    Column("head", human=figures.short_id),
    Column("objects", right=True, human=lambda number: "" if number is None else figures.count(number)),
    Column("time"),
)


def write(kind: str, found: Iterable[NamedHead], format: str | None, *, short: bool = False) -> None:
    """A row for each, with the full name of the ref, or the short one."""
    name = Column("tag" if short else "name")
    rows(kind, (name, *_COLUMNS), (_row(name.name, one, short=short) for one in found), format=format)


def _row(title: str, named: NamedHead, *, short: bool) -> dict[str, object]:
    return {
        title: moments.short(named.name) if short else named.name,
        "head": named.head.hex(),
        "objects": named.count,
        "commit": named.commit or None,
        "time": format_time(named.received) if named.received is not None else None,
        "repository": named.foreign.repository.hex() if named.foreign else None,
    }
