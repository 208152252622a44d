"""Saying that numbers in different units were not compared because a library is missing."""

from __future__ import annotations

from steme_cli import output
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

_NAMED = 4


def note(units: Collection[str]) -> None:
    """One line on stderr about the units that could not be compared, if there are any."""
    if units:
        named = sorted(units)
        more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
        output.note(
            f"numbers in different units ({', '.join(map(safe, named[:_NAMED]))}{more}) were taken as unrelated; "
            "to have them converted: pip install 'steme[units]'"
        )
