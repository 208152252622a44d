"""The object kinds, one file each, and the two ways in and out: ``read`` and ``write``.

A kind is found by its file being here: the module's name is the word in ``kind``, and the module holds one subclass of
``Payload``. Only the kinds in use are imported. Specified in ``docs/format/objects.md``.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module

from repo_format.canonical import encode
from repo_format.errors import FromTheFuture, InvalidInput, MalformedObject, shown
from repo_format.limits import MAX_PAYLOAD
from repo_format.payload import Payload, Reference, Value
from repo_format.reading import open_envelope, reader_of

__all__ = ["Payload", "Reference", "Value", "class_of", "kinds", "read", "validate", "write"]

_KIND_MARK = b'"kind":"'
_readers: dict[bytes, Callable[[bytes], Payload]] = {}


def write(payload: Payload) -> bytes:
    """The canonical bytes of ``payload``, which ``read`` gives back as an equal payload.

    :raises InvalidInput: a field breaks a rule; ``field`` names it.
    """
    payload.check()
    data = encode(payload)
    if len(data) > MAX_PAYLOAD:
        raise InvalidInput("payload", f"is {len(data)} bytes long; at most {MAX_PAYLOAD} are allowed")
    return data


def read(data: bytes) -> Payload:
    """The payload of which ``data`` is the one canonical form.

    :raises MalformedObject: ``data`` is anything else; ``field`` names the place as well as it can be told.
    :raises FromTheFuture: a kind or version that this steme does not know.
    """
    if len(data) > MAX_PAYLOAD:
        raise MalformedObject("payload", f"is {len(data)} bytes long; at most {MAX_PAYLOAD} are allowed")
    start = data.find(_KIND_MARK) + len(_KIND_MARK)
    # A look at the bytes only chooses the reader: each reader insists on its own kind.
    reader = _readers.get(data[start : data.find(b'"', start)]) or _reader_for(open_envelope(data).kind)
    return reader(data)


def validate(payload: Payload) -> None:
    """Apply the rules of the payload's kind, as ``write`` and ``read`` do.

    :raises InvalidInput: a field breaks a rule; ``field`` names it.
    """
    payload.check()


def kinds() -> tuple[str, ...]:
    """The words for all kinds, in alphabetical order."""
    return tuple(sorted(name[:-3] for name in os.listdir(__path__[0]) if name.endswith(".py") and name[0] != "_"))


def class_of(kind: str) -> type[Payload]:
    """The class of a kind; its module is imported on first use.

    :raises FromTheFuture: there is no such kind in this version of steme.
    """
    if kind not in kinds():
        raise FromTheFuture(f"an object of kind {shown(kind)} needs a newer steme")
    module = import_module(f"{__name__}.{kind}")
    return next(
        member
        for member in vars(module).values()
        if isinstance(member, type) and issubclass(member, Payload) and member.__module__ == module.__name__
    )


def _reader_for(kind: str) -> Callable[[bytes], Payload]:
    reader = reader_of(class_of(kind))
    _readers[kind.encode()] = reader
    return reader
