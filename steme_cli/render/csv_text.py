"""CSV (RFC 4180: commas, CRLF, quotes doubled) that a spreadsheet can open without running anything.

A text cell that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection); numbers
keep their sign and stay numbers. Control characters other than tabs and newlines are escaped.
"""

from __future__ import annotations

from steme.formulas import defused
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from steme_cli.render.column import Column, Row


def lines(columns: Sequence[Column], items: Iterable[Row]) -> Iterator[tuple[str, int]]:
    """The heading and then a line per item: (text, items in it)."""
    yield _line([column.name for column in columns]), 0
    for item in items:
        yield _line([item.get(column.name) for column in columns]), 1


def _line(values: Sequence[object]) -> str:
    return ",".join(cell(value) for value in values) + "\r\n"


def cell(value: object) -> str:
    """One value as a cell: nothing for None, ``true`` and ``false``, numbers bare, text defused, quoted if needed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return cell(" ".join(str(item) for item in value))
    text = safe(defused(str(value)), keep="\t\n")
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\n\t') else text
