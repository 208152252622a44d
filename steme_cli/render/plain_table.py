"""A table for a pipe: aligned columns, two spaces between them, no lines and no colour."""

from __future__ import annotations

from steme_cli.render.text import safe, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from steme_cli.render.column import Column, Row

GROUP = 1000
"""Rows that are laid out together. A later group may need wider columns, and then gets them."""


def lines(columns: Sequence[Column], items: Iterable[Row]) -> Iterator[tuple[str, int]]:
    """The table in pieces: its text and how many items it holds. Without items there is no heading either."""
    widths = [width(column.title) for column in columns]
    titled = False
    for group in _groups(columns, items):
        widths = [max([wide, *(width(row[at]) for row in group)]) for at, wide in enumerate(widths)]
        if not titled:
            yield _line([column.title.upper() for column in columns], columns, widths), 0
            titled = True
        yield "".join(_line(row, columns, widths) for row in group), len(group)


def _groups(columns: Sequence[Column], items: Iterable[Row]) -> Iterator[list[list[str]]]:
    group: list[list[str]] = []
    for item in items:
        group.append([safe(column.human(item.get(column.name))) for column in columns])
        if len(group) == GROUP:
            yield group
            group = []
    if group:
        yield group


def _line(cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    padded = []
    for cell, column, wide in zip(cells, columns, widths, strict=True):
        space = " " * (wide - width(cell))
        padded.append(space + cell if column.right else cell + space)
    return "  ".join(padded).rstrip() + "\n"
