"""The log as people read it, a line for each object, and as rows for programs."""

from __future__ import annotations

import sys

from steme import times
from steme_cli import output
from steme_cli.render import clock, figures, words
from steme_cli.render.column import Column
from steme_cli.render.json_text import lines as json_lines
from steme_cli.render.rows import rows
from steme_cli.render.text import safe, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from steme.authors import Authors
    from steme.history import Entry

AUTHOR_CELLS = 12
SUMMARY_CELLS = 160

COLUMNS = (
    Column("id", human=figures.short_id),
    Column("seq", right=True),
    Column("time"),
    Column("author_label", "author"),
    Column("kind"),
    Column("subject"),
    Column("predicate"),
    Column("value", right=True, human=words.value),
    Column("unit"),
    Column("summary", human=lambda text: words.cut(str(text), SUMMARY_CELLS)),
)


def write(found: Iterable[Entry], authors: Authors, format: str | None) -> None:
    """Write the entries as they come: as lines, through a pager on a terminal, or in the format asked for."""
    if format is not None:
        rows("steme.log", COLUMNS, (row(entry, authors) for entry in found), format=format)
        return
    from steme_cli.pager import paged

    colored = output.colored(sys.stdout)
    with paged():
        for entry in found:
            output.write(line(entry, authors, colored=colored))


def stream(found: Iterable[Entry | None], authors: Authors, format: str | None) -> None:
    """Write entries that keep coming, each to be seen at once: as lines, ``jsonl`` or ``csv``. None is a pause."""
    if format == "csv":
        rows("steme.log", COLUMNS, (row(entry, authors) for entry in _flushed(found)), format=format)
        return
    for entry in _flushed(found):
        if format == "jsonl":
            output.write("".join(text for text, _ in json_lines([row(entry, authors)])))
        else:
            output.write(line(entry, authors, colored=output.colored(sys.stdout)))


def _flushed(found: Iterable[Entry | None]) -> Iterator[Entry]:
    """The entries; what was written of one is on its way to the reader before the next is looked for."""
    for entry in found:
        if entry is not None:
            yield entry
        sys.stdout.flush()


def line(entry: Entry, authors: Authors, *, colored: bool = False) -> str:
    """Id, time, author and what the object says: one line with its newline."""
    payload = entry.payload
    identifier = figures.short_id(entry.record.id.hex())
    if colored:
        identifier = f"\x1b[33m{identifier}\x1b[0m"
    moment = clock.minute(payload.time if payload else entry.commit.received)
    name = safe(authors.name(entry.author))
    name += " " * (AUTHOR_CELLS - width(name))
    return f"{identifier}  {moment}  {name}  {safe(words.cut(words.summary(payload), SUMMARY_CELLS))}\n"


def row(entry: Entry, authors: Authors) -> dict[str, object]:
    """Everything about an entry: what every kind has, what an assertion has, and the whole payload."""
    payload = entry.payload
    facts = words.facts(payload) if payload else {}
    return {
        "id": entry.record.id.hex(),
        "seq": entry.seq,
        "kind": payload.kind if payload else None,
        "author": entry.author,
        "author_label": authors.name(entry.author),
        "time": times.format_time(payload.time) if payload else None,
        "received": times.format_time(entry.commit.received),
        "commit": entry.commit.number,
        "subject": facts.get("subject"),
        "predicate": facts.get("predicate"),
        "value": facts.get("value"),
        "unit": facts.get("unit"),
        "summary": words.summary(payload),
        "payload": facts or None,
    }
