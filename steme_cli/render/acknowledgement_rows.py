"""Acknowledgements as rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from aphoria.acknowledgement_file import until_text
from steme.times import format_time
from steme_cli.render import figures
from steme_cli.render.column import Column
from steme_cli.render.rows import rows
from steme_cli.render.text import safe

if TYPE_CHECKING:
    from aphoria.acknowledgement_file import Entry
    from repo_format.objects.acknowledgement import Acknowledgement

_COLUMNS = (
    Column("path"),
    Column("extractor"),
    Column("predicate"),
    Column("until"),
    Column("state"),
    Column("about", right=True),
    Column("reason"),
    Column("author", human=figures.short_id),
)


def write(entries: Iterable[tuple[Entry, str, int]], format: str | None) -> None:
    """Write a row for each with its state and the number of observations it is about."""
    rows("aphoria.acknowledgements", _COLUMNS, (_row(*one) for one in entries), format=format)


def _row(entry: Entry, problem: str, about: int) -> dict[str, object]:
    said = entry.said
    return {
        "path": said.path,
        "extractor": said.extractor,
        "predicate": said.predicate,
        "until": None if said.until is None else until_text(said.until),
        "state": problem or ("counts" if about else "is about nothing any more"),
        "about": about,
        "reason": said.reason,
        "author": said.author,
        "time": format_time(said.time),
        "line": entry.line,
    }


def extent_text(said: Acknowledgement) -> str:
    """What one covers, in a line."""
    more = [f"{name} {value}" for name, value in (("by", said.extractor), ("on", said.predicate)) if value]
    return safe(" ".join([said.path, *more]))
