"""What came of an import."""

from __future__ import annotations

from repo_format.errors import BadSignature, FromTheFuture, InvalidInput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.errors import StemeError

FAULTS = (InvalidInput, BadSignature, FromTheFuture)
"""What can be wrong with a line. Any other error is not the line's and ends every import."""

KEPT = 10_000
"""Refused lines that are kept with their reasons; of more only the number is known."""


class RefusedLine:
    """A line that could not be imported: its number, counted from 1, and the error that says why."""

    __slots__ = ("error", "number")

    def __init__(self, number: int, error: StemeError) -> None:
        self.number = number
        self.error = error


class Report:
    """Lines read (blank ones are not counted), objects added and already here, lines refused, seconds, root after it.

    ``root`` is 32 bytes, that of the repository as it was for a dry run; ``commit`` is the number of the commit, None
    where there was nothing to commit. ``refused_lines`` holds the first 10,000; ``ignored_columns`` are columns of a
    CSV file that no field was read from.
    """

    __slots__ = (
        "added", "commit", "ignored_columns", "lines", "present", "refused", "refused_lines", "root", "seconds",
    )  # fmt: skip

    def __init__(self) -> None:
        self.lines = 0
        self.added = 0
        self.present = 0
        self.refused = 0
        self.refused_lines: list[RefusedLine] = []
        self.seconds = 0.0
        self.root = b""
        self.commit: int | None = None
        self.ignored_columns: tuple[str, ...] = ()

    def refuse(self, number: int, error: StemeError) -> None:
        """Count a refused line and keep its reason."""
        self.refused += 1
        if len(self.refused_lines) < KEPT:
            self.refused_lines.append(RefusedLine(number, error))
