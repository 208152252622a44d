"""Strict reading: bytes become a payload only if they are the one canonical form of a valid one.

Decode, check, encode again, compare. What the decoder forgives (a key given twice, spaces, ``1.0`` for ``1``, needless
escapes) does not survive the comparison. Everything after that only serves to say what is wrong and where.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, TypeVar

import msgspec

from repo_format.canonical import encode
from repo_format.decoder import decoder_of
from repo_format.errors import FromTheFuture, InvalidInput, MalformedObject, shown
from repo_format.limits import FORMAT_VERSION, MAX_EXACT_INTEGER, MAX_NAME
from repo_format.payload import Payload

P = TypeVar("P", bound=Payload)


class Envelope(msgspec.Struct):
    """What has to be known of a payload before its kind can be chosen."""

    kind: str
    version: int


_ABOUT_ONE_FIELD = (
    ("Object missing required field ", "is missing"),
    ("Object contains unknown field ", "is not a field of this kind"),
)

_UNDECODABLE = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError)

_open = decoder_of(Envelope)
_split = decoder_of(dict[str, msgspec.Raw])


def reader_of(kind: type[P]) -> Callable[[bytes], P]:
    """A function that reads payloads of one kind strictly; it raises as ``objects.read`` does."""
    decode = decoder_of(kind)

    def read(data: bytes) -> P:
        try:
            payload = _with_doubles(decode(data))
            payload.check()
        except _UNDECODABLE as error:
            _refuse(data, *_place_and_problem(str(error)))
        except InvalidInput as error:
            _refuse(data, error.field, error.problem)
        canonical = encode(payload)
        if canonical != data:
            _refuse_form(data, canonical)
        return payload

    return read


def open_envelope(data: bytes) -> Envelope:
    """Kind and version of a payload in whatever form.

    :raises MalformedObject: it is not a JSON object with these two.
    :raises FromTheFuture: the version is higher than ours.
    """
    try:
        envelope = _open(data)
    except _UNDECODABLE as error:
        raise MalformedObject(*_place_and_problem(str(error))) from None
    if envelope.version > FORMAT_VERSION:
        raise FromTheFuture(f"an object of version {shown(envelope.version)} needs a newer steme")
    return envelope


def _with_doubles(payload: P) -> P:
    """The payload with integers beyond 2^53 as the doubles that their texts may stand for, 1e20 for instance."""
    for name in payload.NUMBERS:
        value = getattr(payload, name)
        if type(value) is int:
            if not -MAX_EXACT_INTEGER <= value <= MAX_EXACT_INTEGER:
                return msgspec.structs.replace(payload, **{name: _as_double(value, name)})
        elif type(value) is dict or type(value) is tuple:
            return msgspec.structs.replace(payload, **{name: _as_double(value, name)})
    return payload


def _as_double(value: object, field: str) -> object:
    if type(value) is int and abs(value) > MAX_EXACT_INTEGER:
        try:
            return float(value)
        except OverflowError:
            raise InvalidInput(field, "is a number beyond the range of a double") from None
    if type(value) is tuple:
        return tuple(_as_double(item, field) for item in value)
    if type(value) is dict:
        return {key: _as_double(item, field) for key, item in value.items()}
    return value


def _refuse(data: bytes, field: str, problem: str) -> NoReturn:
    """Raise what fits better: that the payload is too new for us to judge, or what is wrong with it."""
    open_envelope(data)
    raise MalformedObject(field, problem) from None


def _refuse_form(data: bytes, canonical: bytes) -> NoReturn:
    place = next((at for at, (a, b) in enumerate(zip(data, canonical, strict=False)) if a != b), len(canonical))
    field = _field_at(place, data, canonical)
    raise MalformedObject(field, f"is not in canonical form (the first difference is at byte {place} of the payload)")


def _field_at(place: int, data: bytes, canonical: bytes) -> str:
    """The top-level field in which ``data`` first departs from its canonical form; ``payload`` outside of all."""
    start = len("{")
    for field, raw in _split(canonical).items() if place >= start else ():
        key_end = start + len(field) + len('""')
        end = key_end + len(":,") + len(bytes(raw))
        if place < key_end:
            return _as_field(data[start:].split(b'"', 2)[1].decode(errors="replace"))
        if place < end:
            return field
        start = end
    return "payload"


def _place_and_problem(message: str) -> tuple[str, str]:
    """Field and problem from msgspec's words, such as: Expected `str`, got `int` - at `$.subject`."""
    problem, _, path = message.partition(" - at `$")
    place = path.strip(".`")
    for opening, meaning in _ABOUT_ONE_FIELD:
        if problem.startswith(opening):
            field = problem.removeprefix(opening).strip("`")
            return _as_field(f"{place}.{field}" if place else field), meaning
    if problem.startswith("maximum recursion depth"):
        problem = "is nested too deeply"
    elif problem.startswith("'utf-8' codec"):
        problem = "is not UTF-8"
    return _as_field(place) or "payload", problem


def _as_field(text: str) -> str:
    return text if text.isascii() and text.isprintable() and len(text) <= MAX_NAME else shown(text)
