"""What a report format is: a way to write findings down for some other program or for people.

``reports/`` holds one file for each and nothing else: a docstring whose first line says who reads it, and
``write(report)``, which returns the whole text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aphoria import members
from repo_format.errors import InvalidInput, shown

if TYPE_CHECKING:
    from aphoria.finding import Report


def names() -> list[str]:
    """The names of all formats, sorted; nothing is imported."""
    return members.names("reports")


def writer(name: str) -> Callable[[Report], str]:
    """The function that writes a format. Raises InvalidInput, naming those there are."""
    if name not in names():
        raise InvalidInput("format", f"{shown(name)} is none; there are {', '.join(names())}")
    write: Callable[[Report], str] = members.load("reports", name).write
    return write
