"""Bytes as lower-case hex inside payloads: keys, ids, digests, signatures, salts.

As in ``text``: a ``check_*`` returns None or raises ``InvalidInput``. Texts that recur are remembered in a bounded set.
"""

from __future__ import annotations

from repo_format.errors import InvalidInput, shown

_REMEMBERED = 16 * 1024
_known: set[str] = set()
_SHORTEST = len("00")
_ID_BYTES = 32


def check_hex(text: object, field: str, size: int) -> None:
    """The lower-case hex form of exactly ``size`` bytes: a key, an id, a digest, a signature."""
    if not isinstance(text, str):
        raise InvalidInput(field, f"is {shown(text)}, not a text")
    if len(text) != 2 * size or not _is_hex(text):
        raise InvalidInput(field, f"{shown(text)} is not {2 * size} lower-case hex digits")


def check_hex_up_to(text: object, field: str, limit: int) -> None:
    """The lower-case hex form of 1 to ``limit`` bytes."""
    if not isinstance(text, str):
        raise InvalidInput(field, f"is {shown(text)}, not a text")
    if not _SHORTEST <= len(text) <= 2 * limit or not _is_hex(text):
        raise InvalidInput(field, f"{shown(text)} is not an even number of lower-case hex digits, 2 to {2 * limit}")


def check_key(text: object, field: str = "author") -> None:
    """A public key as 64 lower-case hex digits. Whether it is a point of the curve shows when it verifies something."""
    if isinstance(text, str) and text in _known:
        return
    check_hex(text, field, _ID_BYTES)
    if len(_known) >= _REMEMBERED:
        _known.clear()
    _known.add(str(text))


def check_recurring_id(text: object, field: str) -> None:
    """An id that many objects name, such as their source's: as ``check_id``, and remembered."""
    check_key(text, field)


def check_id(text: object, field: str) -> None:
    """An object id as 64 lower-case hex digits."""
    check_hex(text, field, _ID_BYTES)


def _is_hex(text: str) -> bool:
    try:
        return bytes.fromhex(text).hex() == text
    except ValueError:
        return False
