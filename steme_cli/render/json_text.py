"""JSON as commands write it: ASCII only, so that no control, bidi or invisible character is ever written raw.

A document has one versioned key, ``{"steme.query/v1": ...}``; within a version it only grows. The json module is not
imported: it brings re and enum, which cost more than a whole query.
"""

from __future__ import annotations

from _json import encode_basestring_ascii as quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

VERSION = 1


def value_text(value: object) -> str:
    """One value as JSON text on one line: mappings, lists, tuples, text, numbers, booleans and None.

    A whole float is written without a fraction, as RFC 8785 has it. Raises TypeError for anything else, ValueError
    for a float that JSON has no number for.
    """
    if isinstance(value, str):
        return quoted(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(value_text(item) for item in value) + "]"
    if hasattr(value, "items"):
        return "{" + ", ".join(f"{quoted(str(key))}: {value_text(item)}" for key, item in value.items()) + "}"
    raise TypeError(f"{type(value).__name__} has no JSON form")


def document(kind: str, body: Mapping[str, object]) -> str:
    """A document that holds one mapping, a line per key."""
    members = ",\n".join(f"  {quoted(key)}: {value_text(value)}" for key, value in body.items())
    return f"{{{quoted(_key(kind))}: {{\n{members}\n}}}}\n"


def stream(kind: str, items: Iterable[Mapping[str, object]]) -> Iterator[tuple[str, int]]:
    """A document that holds a list, in pieces of one item: (text, items in it)."""
    between = f"{{{quoted(_key(kind))}: ["
    for item in items:
        yield f"{between}\n  {value_text(item)}", 1
        between = ","
    yield "\n]}\n" if between == "," else f"{between}]}}\n", 0


def lines(items: Iterable[Mapping[str, object]]) -> Iterator[tuple[str, int]]:
    """JSON Lines: every item on a line of its own."""
    for item in items:
        yield value_text(item) + "\n", 1


def _key(kind: str) -> str:
    return f"{kind}/v{VERSION}"


def _number(value: float) -> str:
    if isinstance(value, int):
        return int.__repr__(value)
    if value - value != 0:  # NaN and the infinities
        raise ValueError("JSON has no number for it")
    if value.is_integer() and abs(value) < 1e16:
        return int.__repr__(int(value))
    return float.__repr__(value)
