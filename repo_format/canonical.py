"""The one byte form of a payload: RFC 8785 (JSON Canonicalization Scheme), written by msgspec.

msgspec writes struct fields in declared order, which here is sorted order, and escapes strings as the RFC asks. It
departs from it in two kinds of floats only: integral ones (``1.0``, ``1e16``) and those from 1e-6 up to 1e-5
(``1.5e-6``). For those a text of our own is handed over as ``msgspec.Raw``. Nothing here validates.
"""

from __future__ import annotations

import msgspec

from repo_format.limits import MAX_EXACT_INTEGER
from repo_format.number import number_text
from repo_format.payload import Payload

__all__ = ["encode", "number_text"]

_SMALLEST_MISSPELT, _SMALLEST_PLAIN = 1e-6, 1e-5

_write = msgspec.json.Encoder(order="deterministic").encode


def encode(payload: Payload) -> bytes:
    """The canonical bytes of a valid payload; for one that was not validated, bytes that no reader may accept."""
    for name in payload.NUMBERS:
        value = getattr(payload, name)
        if type(value) is float:
            if value.is_integer() or _SMALLEST_MISSPELT <= abs(value) < _SMALLEST_PLAIN:
                return _write(_respelled(payload))
        elif type(value) is dict:
            if float in map(type, value.values()):
                return _write(_respelled(payload))
        elif type(value) is tuple and float in map(type, value):
            return _write(_respelled(payload))
    return _write(payload)


def _respelled(payload: Payload) -> Payload:
    """A copy whose floats are replaced where msgspec's own text of them is not canonical."""
    spelled = {name: _spell(getattr(payload, name)) for name in payload.NUMBERS}
    return msgspec.structs.replace(payload, **spelled)


def _spell(value: object) -> object:
    if type(value) is float:
        if value.is_integer() and abs(value) <= MAX_EXACT_INTEGER:
            return int(value)
        return msgspec.Raw(number_text(value).encode())  # also where msgspec's text is the same
    if type(value) is tuple:
        return tuple(_spell(item) for item in value)
    if type(value) is dict:
        return {key: _spell(item) for key, item in value.items()}
    return value
