"""Room for labels in a picture: beside the point each belongs to, and none over another."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Box = tuple[float, float, float, float]

RIGHT_ABOVE, RIGHT_BELOW, LEFT_ABOVE, LEFT_BELOW = PLACES = (
    ("left", "bottom"), ("left", "top"), ("right", "bottom"), ("right", "top"),
)  # fmt: skip
"""Where a label stands, as its horizontal and vertical alignment to its point, in the order in which they are tried."""

_LETTER, _LINE = 0.008, 0.06
"""How wide a letter and how high a line is, of the width and the height of the picture."""

_GAP = 0.012


def places(points: Iterable[tuple[float, float, str]]) -> list[tuple[str, str] | None]:
    """A place of ``PLACES`` for the text of each ``(x, y, text)``, 0 to 1 from the lower left; None where none is free.

    Points come first, so a label covers none of them.
    """
    known = list(points)
    taken: list[Box] = [(x - _GAP / 2, y - _GAP, x + _GAP / 2, y + _GAP) for x, y, _ in known]
    found: list[tuple[str, str] | None] = []
    for x, y, text in known:
        free = next((place for place in PLACES if _is_free(_box(x, y, text, place), taken)), None)
        found.append(free)
        if free is not None:
            taken.append(_box(x, y, text, free))
    return found


def _box(x: float, y: float, text: str, place: tuple[str, str]) -> Box:
    wide = len(text) * _LETTER
    left = x + _GAP / 2 if place[0] == "left" else x - _GAP / 2 - wide
    low = y + _GAP if place[1] == "bottom" else y - _GAP - _LINE
    return (left, low, left + wide, low + _LINE)


def _is_free(box: Box, taken: list[Box]) -> bool:
    left, low, right, high = box
    inside = left >= 0 and right <= 1 and low >= 0 and high <= 1
    return inside and all(right <= one[0] or left >= one[2] or high <= one[1] or low >= one[3] for one in taken)
