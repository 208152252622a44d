"""An inclusion proof as a JSON document, written and read strictly (docs/format/proofs.md, section 2).

    {"steme.proof/v1": {"object": {"id", "payload"}, "signature" or "seal", "leaf": [ids], "path": [[15 digests]],
    "head"}}

Bytes are lower-case hex, times integer microseconds. The payload is a JSON text that holds the exact bytes as UTF-8.
Spaces between the tokens are free, because people send such documents around; nothing else is.
"""

from __future__ import annotations

import json
from typing import Any

from repo_format import ids, limits, proof
from repo_format.errors import FromTheFuture, InvalidInput, MalformedObject, Refused, shown
from repo_format.head import Head
from repo_format.hexadecimal import check_hex
from repo_format.seal import Seal
from repo_format.signature import KEY_BYTES, SIGNATURE_BYTES

KEY = "steme.proof/v1"
MAX_DOCUMENT = 2 * 1024 * 1024
"""Bytes: a payload of the largest size with every letter escaped, a full seal, leaf and path together stay below it."""

_FAMILY = "steme.proof/v"
_OBJECT = ("id", "payload")
_SEAL = ("author", "id", "ids", "signature", "time", "version")
_HEAD = ("count", "id", "previous", "repository", "root", "signature", "signer", "time", "version")


def encode(made: proof.Proof) -> str:
    """The document, ASCII with a newline at the end; always the same for the same proof."""
    body: dict[str, Any] = {"object": {"id": made.id.hex(), "payload": made.payload.decode()}}
    if made.seal is None:
        body["signature"] = made.signature.hex()
    else:
        body["seal"] = _seal(made.seal)
    body["leaf"] = [one.hex() for one in made.path.leaf]
    body["path"] = [[digest.hex() for digest in level] for level in made.path.levels]
    body["head"] = _head(made.head)
    return json.dumps({KEY: body}, indent=1) + "\n"


def _seal(seal: Seal) -> dict[str, Any]:
    return {
        "id": seal.id.hex(),
        "version": limits.FORMAT_VERSION,
        "author": seal.author.hex(),
        "time": seal.time,
        "ids": [one.hex() for one in seal.ids],
        "signature": seal.signature.hex(),
    }


def _head(head: Head) -> dict[str, Any]:
    return {
        "id": head.id.hex(),
        "version": limits.FORMAT_VERSION,
        "repository": head.repository.hex(),
        "count": head.count,
        "root": head.root.hex(),
        "previous": head.previous.hex(),
        "time": head.time,
        "signer": head.signer.hex(),
        "signature": head.signature.hex(),
    }


def decode(data: bytes) -> proof.Proof:
    """The proof in a document; whether it holds is for ``Proof.check`` to say.

    Raises MalformedObject with the place for anything that is not of this form, FromTheFuture for a later version, and
    Refused where a part does not have the id that the document gives it.
    """
    body = _body(_parsed(data))
    by = "seal" if "seal" in body else "signature"
    _check_keys(body, ("object", by, "leaf", "path", "head"), "")
    named = _fields(body["object"], _OBJECT, "object")
    payload = _text(named["payload"], "object.payload").encode("utf-8", "surrogatepass")
    seal = _read_seal(body["seal"]) if by == "seal" else None
    signed = b"" if seal else _bytes(body["signature"], "signature", SIGNATURE_BYTES)
    leaf = [_bytes(one, f"leaf[{n}]", ids.ID_BYTES) for n, one in enumerate(_list(body["leaf"], "leaf"))]
    levels = [_level(level, f"path[{n}]") for n, level in enumerate(_list(body["path"], "path"))]
    made = proof.Proof(payload, signed, seal, proof.Path(leaf, levels), _read_head(body["head"]))
    try:
        proof.check_shape(made)
    except InvalidInput as error:
        raise MalformedObject(error.field, error.problem) from None
    if made.id != _bytes(named["id"], "object.id", ids.ID_BYTES):
        raise Refused("the payload does not have the id that the proof names for it")
    return made


def _parsed(data: bytes) -> Any:
    if len(data) > MAX_DOCUMENT:
        raise MalformedObject("proof", f"is longer than {MAX_DOCUMENT} bytes")
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        raise MalformedObject("proof", "is not a JSON document") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise MalformedObject("proof", "has a key twice")
    return made


def _body(document: Any) -> dict[str, Any]:
    keys = list(document) if isinstance(document, dict) else []
    if len(keys) != 1 or not keys[0].startswith(_FAMILY):
        raise MalformedObject("proof", f"is not an object with the one key {KEY}")
    if keys[0] != KEY:
        raise FromTheFuture(f"a proof of form {shown(keys[0])} needs a newer steme")
    if not isinstance(document[KEY], dict):
        raise MalformedObject(KEY, "is not an object")
    body: dict[str, Any] = document[KEY]
    return body


def _read_seal(given: Any) -> Seal:
    fields = _fields(given, _SEAL, "seal")
    _check_version(fields, "seal")
    listed = [_bytes(one, f"seal.ids[{n}]", ids.ID_BYTES) for n, one in enumerate(_list(fields["ids"], "seal.ids"))]
    author, signed = _bytes(fields["author"], "seal.author", KEY_BYTES), fields["signature"]
    try:
        seal = Seal(
            author,
            _number(fields["time"], "seal.time"),
            tuple(listed),
            _bytes(signed, "seal.signature", SIGNATURE_BYTES),
        )
    except MalformedObject:
        raise
    except InvalidInput as error:
        raise MalformedObject(f"seal.{error.field}", error.problem) from None
    if seal.id != _bytes(fields["id"], "seal.id", ids.ID_BYTES):
        raise Refused("the seal does not have the id that the proof names for it")
    return seal


def _read_head(given: Any) -> Head:
    fields = _fields(given, _HEAD, "head")
    _check_version(fields, "head")
    count, time = _number(fields["count"], "head.count"), _number(fields["time"], "head.time")
    if not 0 <= count <= limits.MAX_OBJECTS or not limits.MIN_TIME <= time <= limits.MAX_TIME:
        raise MalformedObject("head", "names an impossible count or time")
    sizes = {"repository": 16, "root": 32, "previous": 32, "signer": KEY_BYTES, "signature": SIGNATURE_BYTES}
    parts = {name: _bytes(fields[name], f"head.{name}", size) for name, size in sizes.items()}
    head = Head(count=count, time=time, **parts)
    if head.id != _bytes(fields["id"], "head.id", ids.ID_BYTES):
        raise Refused("the head does not have the id that the proof names for it")
    return head


def _level(given: Any, place: str) -> list[bytes]:
    return [_bytes(one, f"{place}[{n}]", ids.ID_BYTES) for n, one in enumerate(_list(given, place))]


def _fields(given: Any, names: tuple[str, ...], place: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise MalformedObject(place, "is not an object")
    _check_keys(given, names, f"{place}.")
    return given


def _check_keys(given: dict[str, Any], names: tuple[str, ...], place: str) -> None:
    for name in names:
        if name not in given:
            raise MalformedObject(f"{place}{name}", "is missing")
    for name in given:
        if name not in names:
            raise MalformedObject(f"{place}{shown(name)}", "has no place in a proof")


def _check_version(fields: dict[str, Any], place: str) -> None:
    version = _number(fields["version"], f"{place}.version")
    if version > limits.FORMAT_VERSION:
        raise FromTheFuture(f"a {place} of version {shown(version)} needs a newer steme")
    if version != limits.FORMAT_VERSION:
        raise MalformedObject(f"{place}.version", f"is {shown(version)}; there is no such version")


def _list(given: Any, place: str) -> list[Any]:
    if not isinstance(given, list):
        raise MalformedObject(place, "is not a list")
    return given


def _number(given: Any, place: str) -> int:
    if type(given) is not int:
        raise MalformedObject(place, "is not a whole number")
    return given


def _text(given: Any, place: str) -> str:
    if not isinstance(given, str):
        raise MalformedObject(place, "is not a text")
    return given


def _bytes(given: Any, place: str, size: int) -> bytes:
    try:
        check_hex(given, place, size)
    except InvalidInput as error:
        raise MalformedObject(error.field, error.problem) from None
    return bytes.fromhex(given)
