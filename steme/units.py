"""Units: which are convertible into each other, and how (docs/semantics/units.md).

What a unit means is known by the library pint, an optional one that takes a third of a second to load: this module
loads it when somebody asks for the scale of a unit, and nobody does where the numbers under a question have one unit.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_LONGEST = 60
_NAME = r"[^\W\d_]+(?:_[^\W\d_]+)*|°[CF]?|[%‰℃℉]"
_POWER = r"(?:(?:\^|\*\*)?-?[1-9]|⁻?[¹²³⁴⁵⁶⁷⁸⁹])?"
_UNIT = re.compile(rf"(?:1|(?:1/)?(?:{_NAME}){_POWER}(?: ?[*·/ ] ?(?:{_NAME}){_POWER})*)\Z")
"""What is handed to pint: names with a power of one digit, multiplied and divided. Units are written by strangers, and
pint would work out ``9**9**9``."""

_BARE_POWER = re.compile(r"(?<=[^\W\d_])(?=-?[1-9])")
_SPELLED = {"‰": "permille", "℃": "degC", "℉": "degF", "°C": "degC", "°F": "degF", "·": "*", "^": "**"}


class Scale:
    """What a unit measures and how: ``x`` in it is ``x * factor + offset`` in the base units of ``dimension``, exactly.

    Units are convertible when their dimensions are equal.
    """

    __slots__ = ("dimension", "factor", "offset")

    def __init__(self, dimension: tuple[tuple[str, Fraction], ...], factor: Fraction, offset: Fraction) -> None:
        self.dimension = dimension
        self.factor = factor
        self.offset = offset

    def into(self, other: Scale) -> Callable[[float], float | None]:
        """What converts numbers of this unit into another one of the same dimension; None for a result that no double
        can hold.

        The decimal digits that the author wrote are converted exactly, and the result is rounded once.
        """
        factor, offset = self.factor / other.factor, (self.offset - other.offset) / other.factor
        times, plus = factor.numerator * offset.denominator, offset.numerator * factor.denominator
        over = factor.denominator * offset.denominator

        def convert(number: float) -> float | None:
            above, below = Decimal(repr(number)).as_integer_ratio()
            exact = above * times + below * plus
            try:
                converted = exact / (below * over)  # of two integers: rounded once, to the nearest
            except OverflowError:
                return None
            return None if exact and not converted else converted

        return convert


def available() -> bool:
    """Whether the library is installed, so that units can be told apart from each other and converted."""
    try:
        _registry()
    except ModuleNotFoundError:
        return False
    return True


@cache
def scale_of(unit: str) -> Scale | None:
    """The scale of a unit; None for one that is unknown or is not a linear scale (decibels).

    Raises ModuleNotFoundError where pint is not installed.
    """
    registry = _registry()
    if len(unit) > _LONGEST or not _UNIT.match(unit):
        return None
    try:
        parsed = registry.parse_units(_plain(unit))
        base = [registry.Quantity(Fraction(number), parsed).to_root_units() for number in (0, 1, 2)]
        offset, one, two = (Fraction(quantity.magnitude) for quantity in base)
        dimension = tuple(sorted((name, Fraction(power)) for name, power in base[0].unit_items()))
    except Exception:  # noqa: BLE001 - the library raises whatever comes to it about units that it does not know
        return None
    if one - offset != two - one or one <= offset:
        return None
    return Scale(dimension, one - offset, offset)


def _plain(unit: str) -> str:
    """A unit as pint spells it: ``m3/s`` as ``m**3/s``."""
    if unit == "1":
        return "dimensionless"
    for spelled, plain in _SPELLED.items():
        unit = unit.replace(spelled, plain)
    return _BARE_POWER.sub("**", unit)


@cache
def _registry() -> Any:
    import pint  # 0.2 s, and another 0.16 s for its table of units: only where two units stand under one question

    return pint.UnitRegistry(non_int_type=Fraction, cache_folder=None)
