"""RFC 8785 canonical JSON of plain values: mappings, lists, text, numbers, booleans. No null.

For what is not a payload (``objects/``): audit records, and documents for other programs. It imports neither json nor
msgspec until something is read, so that recording an answer costs a query nothing.
"""

from __future__ import annotations

from _json import encode_basestring as _quoted

from repo_format.errors import InvalidInput, MalformedObject, shown
from repo_format.limits import MAX_EXACT_INTEGER
from repo_format.number import number_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_WORDS = {True: "true", False: "false"}


def text(value: object) -> str:
    """The canonical text of a value; a whole number beyond 2^53 is taken for the double nearest to it.

    Raises InvalidInput for NaN, an infinity and None, TypeError for what JSON has no form for.
    """
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, list | tuple):
        return f"[{','.join(map(text, value))}]"
    if isinstance(value, dict):
        return f"{{{','.join([f'{_quoted(name)}:{text(value[name])}' for name in _in_order(value)])}}}"
    if value is None:
        raise InvalidInput("", "is null, which nothing here is; leave the field out")
    raise TypeError(f"{type(value).__name__} has no JSON form")


def encode(value: object) -> bytes:
    """The canonical bytes, UTF-8. Raises as ``text``."""
    return text(value).encode()


def decode(data: bytes) -> Any:
    """The value of which these are the canonical bytes; whole numbers beyond 2^53 come back as doubles.

    Raises MalformedObject for anything else: no JSON, spaces, other spellings, a name given twice, null.
    """
    import json

    try:
        value = json.loads(data.decode(), parse_int=_integer, parse_constant=_refuse)
        canonical = encode(value)
    except (ValueError, RecursionError, InvalidInput) as error:
        raise MalformedObject("", f"is not canonical JSON ({shown(str(error))})") from None
    if canonical != data:
        raise MalformedObject("", "is JSON and not in its canonical form")
    return value


def _integer(digits: str) -> float:
    return float(digits) if len(digits) > 17 or abs(int(digits)) > MAX_EXACT_INTEGER else int(digits)


def _number(value: float) -> str:
    short = repr(value)
    if "." in short and "e" not in short and not short.endswith(".0"):
        return short  # Python and ECMAScript write such a fraction alike
    try:
        return number_text(float(value) if abs(value) > MAX_EXACT_INTEGER else value)
    except OverflowError:
        raise InvalidInput("number", "is beyond the range of a double") from None


def _in_order(names: dict[str, object]) -> list[str]:
    """By UTF-16 code units, which for ASCII is how Python orders them."""
    return sorted(names) if all(map(str.isascii, names)) else sorted(names, key=_utf16)


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-be", "surrogatepass")
