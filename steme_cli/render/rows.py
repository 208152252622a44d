"""Rows in the format that was asked for: the one way in which a command writes more than one thing."""

from __future__ import annotations

import sys

from steme_cli import output
from steme_cli.render.column import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from steme_cli.render.column import Row

__all__ = ["Column", "rows"]


def rows(kind: str, columns: Sequence[Column], items: Iterable[Row], *, format: str | None = None) -> int:
    """Write the items to stdout and return how many there were.

    ``kind`` names the JSON document: ``steme.query`` is written as ``{"steme.query/v1": [...]}``. In JSON Lines every
    line is an item. Both hold all keys of an item, tables and CSV only the columns. json, jsonl and csv are written
    item by item, a plain table in groups of 1,000, so that memory does not grow with the number of items.
    """
    if format == "json":
        from steme_cli.render.json_text import stream

        return _written(stream(kind, items))
    if format == "jsonl":
        from steme_cli.render.json_text import lines

        return _written(lines(items))
    if format == "csv":
        from steme_cli.render.csv_text import lines as csv_lines

        return _written(csv_lines(columns, items))
    return _table(columns, items)


def _table(columns: Sequence[Column], items: Iterable[Row]) -> int:
    colored = output.colored(sys.stdout)
    if not colored and not output.is_terminal(sys.stdout):
        from steme_cli.render.plain_table import lines

        return _written(lines(columns, items))
    from steme_cli.pager import paged
    from steme_cli.render.rich_table import table, write

    made = table(columns, items)
    with paged():
        write(made, colored=colored)
    return made.row_count


def _written(pieces: Iterable[tuple[str, int]]) -> int:
    """Write (text, items in it) pairs; returns the sum of the items."""
    total = 0
    for text, count in pieces:
        output.write(text)
        total += count
    return total
