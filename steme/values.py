"""Values as people type them: ``81``, ``true``, ``"81"``, ``ref:country/fr``, anything else as text
(docs/reference/steme-assert.md).
"""

from __future__ import annotations

from repo_format.errors import InvalidInput, shown
from repo_format.payload import Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.payload import Value

REFERENCE = "ref:"
_DIGITS = frozenset("0123456789")


def parse_value(text: str, force_text: bool = False) -> Value:
    """The value a person meant.

    A JSON number is a number (``.5`` and ``+3`` too, but not ``007``, which is a text), ``true`` and ``false`` are
    booleans, ``ref:SUBJECT`` is a reference, and what stands in double quotes is a text, the quotes taken off.
    ``force_text`` takes everything as it stands. Raises InvalidInput for a number that a double cannot hold.
    """
    if force_text:
        return text
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return text[1:-1]
    if text in ("true", "false"):
        return text == "true"
    if text.startswith(REFERENCE):
        return Reference(text[len(REFERENCE) :])
    return parse_number(text) if is_number(text) else text


def is_number(text: str) -> bool:
    """Whether a text is written as a number."""
    body = text[1:] if text[:1] in ("-", "+") else text
    mantissa, mark, exponent = body.replace("E", "e").partition("e")
    if mark and not _DIGITS.issuperset(exponent[1:] if exponent[:1] in ("-", "+") else exponent):
        return False
    if mark and not exponent.strip("+-"):
        return False
    whole, point, fraction = mantissa.partition(".")
    if not _DIGITS.issuperset(whole) or not _DIGITS.issuperset(fraction) or not (whole or fraction):
        return False
    return not (len(whole) > 1 and whole[0] == "0") and not (point and not fraction)


def parse_number(text: str) -> int | float:
    """The number that a text accepted by ``is_number`` writes: an integer where it has neither point nor exponent."""
    if not _DIGITS.issuperset(text.lstrip("+-")):
        number = float(text)
        if number in (float("inf"), float("-inf")):
            raise InvalidInput("value", f"{shown(text)} is larger than any number a double can hold")
        return number
    if len(text) > 20:
        raise InvalidInput(
            "value", f"{shown(text)} has too many digits to be kept exactly; write it with an exponent or as a text"
        )
    return int(text)
