"""What a column of a result is: its key, its title, and how people want to read its values."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    Row = Mapping[str, object]


class Column:
    """A column: ``name`` is its key in a row and in JSON and CSV, ``title`` stands above it in a table.

    ``human`` writes a value for people, in tables only (``figures.size``, ``figures.bar`` ...); numbers go ``right``.
    """

    __slots__ = ("human", "name", "right", "title")

    def __init__(
        self, name: str, title: str = "", *, right: bool = False, human: Callable[[Any], str] | None = None
    ) -> None:
        self.name = name
        self.title = title or name.replace("_", " ")
        self.right = right
        self.human = human or shown


def shown(value: object) -> str:
    """A value as a table shows it: nothing for None, yes or no for booleans, else its text. Not yet made safe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(shown(item) for item in value)
    return str(value)
