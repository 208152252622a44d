"""How results are printed: a heading, the words of the benchmark, a table as wide as its cells."""

from __future__ import annotations

from collections.abc import Sequence

from measuring.line import Line

_HEADINGS = ("what", "ours", "peer", "theirs", "ratio", "min..max", "asked", "reached")
_RIGHT = {"ours", "theirs", "ratio", "min..max", "asked"}


def table(lines: Sequence[Line]) -> str:
    """The lines as aligned text, each ended by a line feed."""
    rows = [_HEADINGS, *map(_cells, lines)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rule = tuple("-" * width for width in widths)
    return "".join(_aligned(row, widths) for row in (rows[0], rule, *rows[1:]))


def _cells(line: Line) -> tuple[str, ...]:
    ratio = (f"{line.ratio.median:.2f}", f"{line.ratio.least:.2f}..{line.ratio.most:.2f}") if line.ratio else ("", "")
    reached = {True: "yes", False: "NO", None: ""}[line.reached]
    return (line.what, line.ours, line.peer, line.theirs, *ratio, str(line.goal or ""), reached)


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    sides = (">" if name in _RIGHT else "<" for name in _HEADINGS)
    cells = (f"{cell:{side}{width}}" for cell, side, width in zip(row, sides, widths, strict=True))
    return "  ".join(cells).rstrip() + "\n"
