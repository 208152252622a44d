"""Where two tables differ, row by row, at next to no cost where they do not."""

from __future__ import annotations

from itertools import islice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Row = tuple[bytes, bytes]

_CHUNK = 4096


def differences(here: Iterator[Row], there: Iterator[Row]) -> Iterator[str]:
    """What is different between two sorted runs of rows, in words; equal chunks cost next to nothing."""
    while True:
        left, right = list(islice(here, _CHUNK)), list(islice(there, _CHUNK))
        if left != right:
            yield from _merge(_Run(left, here), _Run(right, there))
            return
        if not left:
            return


class _Run:
    """Rows one at a time: first the given ones, then those that follow."""

    def __init__(self, rows: list[Row], rest: Iterator[Row]) -> None:
        self._rows = iter(rows)
        self._rest = rest
        self.row: Row | None = None
        self.take()

    def take(self) -> None:
        """Go to the next row; ``row`` is None at the end."""
        self.row = next(self._rows, None) or next(self._rest, None)


def _merge(here: _Run, there: _Run) -> Iterator[str]:
    while here.row or there.row:
        left, right = here.row, there.row
        if left == right:
            here.take()
            there.take()
        elif right is None or (left is not None and left < right):
            yield f"{left[0].hex()[:64]} should not be there" if left else ""
            here.take()
        elif left is None or left[0] != right[0]:
            yield f"{right[0].hex()[:64]} is missing"
            there.take()
        else:
            yield f"{right[0].hex()[:64]} has another value"
            here.take()
            there.take()
