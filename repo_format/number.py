"""Numbers of the format: IEEE 754 doubles, written as ECMAScript writes them (RFC 8785, section 3.2.2.3).

A number is an ``int`` of at most 2^53 in magnitude or a finite ``float``; equal ones are one number and have one text.
Booleans are not numbers here. ``docs/adr/0001-numbers-are-doubles-in-es6-text.md`` says why.
"""

from __future__ import annotations

from repo_format.errors import InvalidInput, shown
from repo_format.limits import MAX_EXACT_INTEGER, MAX_TIME, MIN_TIME
from repo_format.vocabulary import TIERS

_FIRST_EXPONENT_ABOVE = 21
_FIRST_EXPONENT_BELOW = -6


def number_text(number: float) -> str:
    """The one text of ``number``: ``81``, ``0.002``, ``1e-7``, ``100000000000000000000``, ``1e+21``; 0 for -0.

    :raises InvalidInput: NaN, an infinity, or an int beyond 2^53 (give a float to say that rounding is meant).
    """
    check_number(number, "number")
    if isinstance(number, int):
        return str(number)
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    return sign + _positive_text(repr(abs(number)))


def _positive_text(shortest: str) -> str:
    """ECMAScript's Number::toString from Python's ``repr``: both give the shortest digits that read back alike."""
    mantissa, _, exponent = shortest.partition("e")
    whole, _, fraction = mantissa.partition(".")
    point = len(whole) + int(exponent or 0)
    significant = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(significant)
    digits = significant.rstrip("0")
    if len(digits) <= point <= _FIRST_EXPONENT_ABOVE:
        return digits + "0" * (point - len(digits))
    if 0 < point <= _FIRST_EXPONENT_ABOVE:
        return f"{digits[:point]}.{digits[point:]}"
    if _FIRST_EXPONENT_BELOW < point <= 0:
        return "0." + "0" * -point + digits
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{tail}e{point - 1:+d}"


def check_number(number: object, field: str) -> None:
    """A finite float, or an int of at most 2^53 in magnitude."""
    if type(number) is float:
        if number - number != 0:
            raise InvalidInput(field, f"is {number}, which is not a number that can be compared")
    elif type(number) is not int:
        raise InvalidInput(field, f"is {shown(number)}, not a number")
    elif not -MAX_EXACT_INTEGER <= number <= MAX_EXACT_INTEGER:
        raise InvalidInput(field, "is an integer beyond 2^53, more than a double holds exactly; round it or use text")


def check_number_between(number: object, field: str, low: int, high: int) -> None:
    """A number from ``low`` to ``high``, both included."""
    check_number(number, field)
    if not low <= number <= high:  # type: ignore[operator]
        raise InvalidInput(field, f"is {number}; it goes from {low} to {high}")


def check_time(time: object, field: str = "time") -> None:
    """Integer microseconds UTC since 1970-01-01, at most 2^53 in magnitude."""
    if type(time) is not int:
        raise InvalidInput(field, f"is {shown(time)}, not an integer of microseconds")
    if not MIN_TIME <= time <= MAX_TIME:
        raise InvalidInput(field, "is outside the years 1684 to 2255, beyond which microseconds are not exact")


def check_tier(tier: object, field: str = "tier") -> None:
    """The number of a tier, 0 (strongest) to 5."""
    if type(tier) is not int or not 0 <= tier < len(TIERS):
        raise InvalidInput(field, f"is {shown(tier)}; a tier is an integer from 0 to 5")


def check_flag(flag: object, field: str) -> None:
    """True or False."""
    if type(flag) is not bool:
        raise InvalidInput(field, f"is {shown(flag)}, not true or false")
