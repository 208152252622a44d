"""A table for a terminal, by rich: it knows the width of the window and wraps. Loaded only for a person."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from steme_cli.render.text import safe

if TYPE_CHECKING:
    from steme_cli.render.column import Column, Row


def table(columns: Sequence[Column], items: Iterable[Row]) -> Table:
    """The items as a table of rich's. All are held in memory, since rich lays a table out as a whole."""
    made = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column.title, justify="right" if column.right else "left", overflow="fold")
    for item in items:
        made.add_row(*(Text(safe(column.human(item.get(column.name)))) for column in columns))
    return made


def write(made: Table, *, colored: bool) -> None:
    """Write the table to stdout, as plain text does: markup, emoji names and colours of rich's own stay out."""
    console = _Quiet(
        file=sys.stdout,
        markup=False,
        highlight=False,
        emoji=False,
        no_color=not colored,
        force_terminal=colored or None,
    )
    if made.row_count:
        console.print(made)


class _Quiet(Console):
    """A console that leaves it to the pager, or to ``boundary``, what to do when nobody reads any more."""

    def on_broken_pipe(self) -> None:
        """Rich would exit with 1."""
        raise BrokenPipeError
