"""Broken siblings: what is wrong with each, how a good proof becomes it, and the class of failure."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from families.proofs.made import KEY, NOON, document
from families.vector import seed_of
from repo_format import ids, merkle, signature
from repo_format.head import Head
from repo_format.seal import Seal

Body = dict[str, Any]
Change = Callable[[Body], object]
Case = tuple[str, Change, str]


def _malformed(description: str, change: Change) -> Case:
    return description, change, "MalformedObject"


def _refused(description: str, change: Change) -> Case:
    return description, change, "Refused"


def _forged(description: str, change: Change) -> Case:
    return description, change, "BadSignature"


def _set(place: str, field: str, value: object) -> Change:
    return lambda body: body[place].update({field: value})


def _flip(text: str) -> str:
    """Hex with its last bit flipped."""
    return text[:-1] + f"{int(text[-1], 16) ^ 1:x}"


def _flipped(place: str, field: str) -> Change:
    return lambda body: body[place].update({field: _flip(body[place][field])})


def _neighbour(body: Body) -> int:
    """The place in the leaf of an id that is not the object's."""
    return next(n for n, one in enumerate(body["leaf"]) if one != body["object"]["id"])


def _flip_in(entries: list[str], place: int) -> None:
    entries[place] = _flip(entries[place])


def _payload(before: str, after: str, *, sign: bool = False) -> Change:
    """Another payload with its right id, signed anew if asked for."""

    def change(body: Body) -> None:
        text = body["object"]["payload"].replace(before, after)
        object_id = ids.object_id(text.encode())
        body["object"] = {"id": object_id.hex(), "payload": text}
        if sign:
            body["signature"] = signature.sign_object(seed_of("alice"), object_id).hex()

    return change


def _payload_alone(body: Body) -> None:
    body["object"]["payload"] = body["object"]["payload"].replace("4.25", "4.26")


def _head(**fields: Any) -> Change:
    """Another head with its right id and the old signature."""

    def change(body: Body) -> None:
        head = body["head"]
        head.update(fields)
        parts = {name: bytes.fromhex(head[name]) for name in ("repository", "root", "previous", "signer")}
        head["id"] = Head(count=head["count"], time=head["time"], **parts).id.hex()

    return change


def _dishonest(change: Change, count: int | None = None) -> Change:
    """A change of leaf or path under a head that names the root they lead to and is signed by its signer."""

    def changed(body: Body) -> None:
        change(body)
        digest = merkle.leaf_digest([bytes.fromhex(one) for one in body["leaf"]])
        digits = body["object"]["id"]
        for depth in reversed(range(len(body["path"]))):
            place, siblings = int(digits[depth], 16), [bytes.fromhex(one) for one in body["path"][depth]]
            digest = merkle.node_digest(b"".join([*siblings[:place], digest, *siblings[place:]]))
        _head(root=digest.hex(), count=count or body["head"]["count"])(body)
        head_id = bytes.fromhex(body["head"]["id"])
        body["head"]["signature"] = signature.sign_head(seed_of("carol"), head_id).hex()

    return changed


def _without_the_id(body: Body) -> None:
    body["leaf"].remove(body["object"]["id"])


def _sealed_by(author: str, *, listed: bool = True) -> Change:
    """A seal that holds, by this author, with or without the object, which is its last."""

    def change(body: Body) -> None:
        listing = tuple(bytes.fromhex(one) for one in body["seal"]["ids"])
        seal = Seal.sign(seed_of(author), NOON, listing if listed else listing[:-1])
        names = {"id": seal.id, "author": seal.author, "signature": seal.signature}
        body["seal"].update({name: value.hex() for name, value in names.items()})
        body["seal"]["ids"] = [one.hex() for one in seal.ids]

    return change


def _naming_another(body: Body) -> None:
    listing = tuple(bytes.fromhex(one) for one in body["seal"]["ids"])
    seal = Seal(signature.public_key(seed_of("bob")), NOON, listing, bytes(64))
    signed = signature.sign(seed_of("alice"), signature.SEAL_DOMAIN + seal.id)
    body["seal"].update(id=seal.id.hex(), author=seal.author.hex(), signature=signed.hex())


def _part(count: int, name: str, sealed: int = 0, author: str = "alice") -> Any:
    """One part of another good proof."""
    body: Any = document(count, sealed, author)[KEY]
    return body[name]


_FORM = {
    "without-head": _malformed("A part is missing.", lambda body: body.pop("head")),
    "without-signature": _malformed("Neither signature nor seal.", lambda body: body.pop("signature")),
    "with-seal-too": _malformed("Both of them.", lambda body: body.update(seal=_part(257, "seal", 3))),
    "with-unknown-key": _malformed("A key too many.", _set("head", "note", "x")),
    "id-in-upper-case": _malformed("Hex is lower-case.", lambda b: b["object"].update(id=b["object"]["id"].upper())),
    "leaf-empty": _malformed("A leaf holds an id at least.", lambda body: body["leaf"].clear()),
    "leaf-of-257": _malformed("Too many ids.", lambda body: body.update(leaf=[f"{n:064x}" for n in range(257)])),
    "level-of-14": _malformed("A level has 15 siblings.", lambda body: body["path"][0].pop()),
    "65-levels": _malformed("An id has 64 digits.", lambda body: body.update(path=body["path"] * 65)),
    "digest-too-short": _malformed("31 bytes.", lambda body: body["path"][0].__setitem__(0, "00" * 31)),
    "time-as-text": _malformed("Times are numbers.", _set("head", "time", str(NOON))),
    "count-as-fraction": _malformed("Numbers are whole.", _set("head", "count", 257.5)),
    "count-negative": _malformed("Fewer than none.", _set("head", "count", -1)),
    "head-version-0": _malformed("There is no version 0.", _set("head", "version", 0)),
    "head-version-2": ("A head from the future.", _set("head", "version", 2), "FromTheFuture"),
}

_LINKS = {
    "payload-changed": _refused("Another value under the same id.", _payload_alone),
    "payload-not-canonical": _refused("A space, signed as it is.", _payload('"value":', '"value": ', sign=True)),
    "leaf-without-the-id": _refused("The id is missing.", _without_the_id),
    "leaf-one-id-missing": _refused("A neighbour is missing.", lambda body: body["leaf"].pop(_neighbour(body))),
    "leaf-id-changed": _refused("Another neighbour.", lambda body: _flip_in(body["leaf"], _neighbour(body))),
    "leaf-out-of-order": _refused("The ids are turned round.", lambda body: body["leaf"].reverse()),
    "leaf-id-twice": _refused("An id stands there two times.", lambda body: body["leaf"].insert(0, body["leaf"][0])),
    "leaf-with-a-stranger": _refused("An id of another leaf.", lambda body: body["leaf"].insert(0, "00" * 32)),
    "sibling-changed": _refused("One bit of a sibling.", lambda body: _flip_in(body["path"][0], 7)),
    "siblings-swapped": _refused("In each other's place.", lambda body: body["path"][0].reverse()),
    "level-missing": _refused("The path ends below the root.", lambda body: body["path"].pop()),
    "level-twice": _refused("A level too many.", lambda body: body["path"].append(body["path"][0])),
    "root-changed": _refused("One bit of the root, under the old id.", _flipped("head", "root")),
    "root-of-another-set": _refused("Another root with its right id.", _head(root="11" * 32)),
    "head-id-changed": _refused("One bit of the head's id.", _flipped("head", "id")),
    "count-changed": _forged("Another count with its right id.", _head(count=258)),
    "head-time-changed": _forged("Another time with its right id.", _head(time=NOON + 1)),
    "head-of-another": _forged("Another signer.", _head(signer=signature.public_key(seed_of("bob")).hex())),
    "head-signature-changed": _forged("One bit of the head's signature.", _flipped("head", "signature")),
    "payload-and-id-changed": _forged("Another payload with its right id.", _payload("4.25", "4.26")),
    "signature-changed": _forged("One bit of it.", lambda body: body.update(signature=_flip(body["signature"]))),
    "signature-of-another": _forged(
        "By somebody who is not the author.",
        lambda body: body.update(signature=_part(1, "signature", author="bob")),
    ),
}

_DISHONEST = {
    "not-in-the-set": _refused("A good leaf in which it is not.", _dishonest(_without_the_id, 256)),
    "set-out-of-order": _refused("The leaf is turned round.", _dishonest(lambda body: body["leaf"].reverse())),
    "set-with-id-twice": _refused("An id counts twice.", _dishonest(lambda b: b["leaf"].insert(0, b["leaf"][0]), 258)),
    "set-with-a-stranger": _refused("Another place's id.", _dishonest(lambda b: b["leaf"].insert(0, "00" * 32), 258)),
    "set-of-another-count": _refused("No node, and 300 ids.", _dishonest(lambda body: body["path"].clear(), 300)),
}
"""Every hash and signature is right in these: somebody signed a head over a trie that is none."""

OF_SIGNED: dict[str, Case] = {**_FORM, **_LINKS, **_DISHONEST}
"""By the rest of the file's name: broken siblings of the proof with a signature, among 257."""

OF_SEALED: dict[str, Case] = {
    "without-the-id": _forged("The seal does not list the object.", _sealed_by("alice", listed=False)),
    "by-another": _forged("By somebody who is not the author.", _sealed_by("bob")),
    "naming-another": _forged("Signed by the author, but it names another.", _naming_another),
    "signature-changed": _forged("One bit of the seal's signature.", _flipped("seal", "signature")),
    "id-changed": _refused("One bit of the seal's id.", _flipped("seal", "id")),
    "time-changed": _refused("Another time under the old id.", _set("seal", "time", NOON + 1)),
    "id-twice": _malformed("One id two times.", lambda body: body["seal"]["ids"].append(body["seal"]["ids"][0])),
    "version-2": ("A seal from the future.", _set("seal", "version", 2), "FromTheFuture"),
}
"""The same of the proof with a seal."""


def texts() -> dict[str, tuple[str, str, str]]:
    """Description, text and class of failure of what is broken as a text."""
    alone = json.dumps(document(1))
    surrogate = alone.replace('"payload": "{', '"payload": "\\ud800{')
    return {
        "empty": ("No text.", "", "MalformedObject"),
        "not-json": ("Cut in the middle.", alone[:-20], "MalformedObject"),
        "behind-the-end": ("Something follows.", alone + "{}", "MalformedObject"),
        "key-twice": ("Two leaves.", alone.replace('"leaf":', '"leaf": [], "leaf":'), "MalformedObject"),
        "lone-surrogate": ("The payload is no Unicode text.", surrogate, "Refused"),
        "not-an-object": ("A list.", f"[{alone}]", "MalformedObject"),
        "another-document": ("A key of something else.", '{"steme.head/v1": {}}', "MalformedObject"),
        "form-2": ("A form from the future.", alone.replace(KEY, "steme.proof/v2"), "FromTheFuture"),
    }
