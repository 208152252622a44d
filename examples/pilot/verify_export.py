#!/usr/bin/env python3
"""Verify what `steme export` wrote, without steme: docs/format/json-lines.md. Needs blake3 and PyNaCl >= 1.6.2.

    steme export --output claims.jsonl
    python verify_export.py claims.jsonl

Every payload is hashed to its id, every seal's and every single signature is checked, and every source that a claim
cites has to be in the file. Exit status: 0 all of it holds, 1 something does not, 2 it is no export. Whether payloads
are canonical and valid is steme's to say; no signature or hash depends on it.
"""

import json
import struct
import sys
from collections import Counter

from blake3 import blake3
from nacl.bindings import crypto_core_ed25519_is_valid_point, crypto_sign_open
from nacl.exceptions import CryptoError

SEAL_HEAD = struct.Struct(">B32sqH")


class Broken(Exception):
    """Something does not hold; the message says what."""


def require(holds, what):
    """It holds or everything ends."""
    if not holds:
        raise Broken(what)


def unique(pairs):
    """An object of the JSON text; a key that is given twice could be read in two ways."""
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key is given twice")
    return dict(pairs)


def derived(context, data):
    """BLAKE3 under a context of its own (docs/format/identity.md)."""
    return blake3(data, derive_key_context=f"steme 2026-11 {context} v1").digest()


def require_signature(key, message, signature, what):
    """Ed25519 by the strict rule of docs/format/signatures.md, section 2: R is not the identity, for one."""
    require(len(key) == 32 and len(signature) == 64, what)
    require(crypto_core_ed25519_is_valid_point(key) and signature[:32] != b"\x01" + bytes(31), what)
    try:
        crypto_sign_open(signature + message, key)
    except CryptoError:
        raise Broken(what) from None


def payload_bytes(line):
    """The payload of a line, byte for byte as it stands there: it is the line's first member."""
    _, end = json.JSONDecoder().raw_decode(line, len('{"payload":'))
    return line[len('{"payload":') : end].encode("utf-8", "surrogatepass")


def open_seal(data):
    """Id, author and the ids it lists, of a seal whose signature holds."""
    version, author, _, count = SEAL_HEAD.unpack_from(data)
    signed, signature = data[: SEAL_HEAD.size + 32 * count], data[SEAL_HEAD.size + 32 * count :]
    require(version == 1, "the version of a seal")
    seal_id = derived("seal id", signed)
    name = f"the seal {seal_id.hex()[:12]}"
    require_signature(author, b"steme/seal/v1\0" + seal_id, signature, f"the signature of {name}")
    ids = {signed[at : at + 32] for at in range(SEAL_HEAD.size, len(signed), 32)}
    require(len(ids) == count, f"the ids of {name}")
    return seal_id, author, ids


def check_object(line, entry, seals):
    """``(id, fields)`` of an object that its author signed, or sealed by a seal that came before."""
    payload = payload_bytes(line)
    object_id, fields = derived("object id", payload), json.loads(payload, object_pairs_hook=unique)
    require(fields == entry["payload"], "the payload")
    author, name = bytes.fromhex(fields["author"]), object_id.hex()[:12]
    if "signature" in entry:
        signature = bytes.fromhex(entry["signature"])
        require_signature(author, b"steme/object/v1\0" + object_id, signature, f"the signature of {name}")
    else:
        sealer, ids = seals.get(bytes.fromhex(entry["seal"]), (None, ()))
        require(object_id in ids, f"the object {name}: its seal does not list it")
        require(sealer == author, f"the object {name}: its seal is by somebody else")
    return object_id.hex(), fields


def check(lines):
    """Objects by id and the number of seals, if everything holds. Raises Broken, or another error for no export."""
    seals, objects = {}, {}
    for line in lines:
        entry = json.loads(line, object_pairs_hook=unique)
        if "payload" in entry:
            object_id, fields = check_object(line, entry, seals)
            objects[object_id] = fields
        elif set(entry) == {"seal"}:
            seal_id, author, ids = open_seal(bytes.fromhex(entry["seal"]))
            seals[seal_id] = author, ids
        else:
            raise ValueError("a line holds neither an object nor a seal")
    for object_id, fields in objects.items():
        cited = fields.get("source")
        require(cited is None or cited in objects, f"the source of {object_id[:12]}, which is not here")
    return objects, len(seals)


if __name__ == "__main__":
    try:
        with open(sys.argv[1], encoding="utf-8") as file:
            found, seal_count = check(line.rstrip("\n") for line in file)
    except Broken as broken:
        sys.exit(f"this does not hold: {broken}")
    except (OSError, LookupError, AttributeError, TypeError, ValueError, RecursionError, struct.error) as error:
        sys.stderr.write(f"this is not an export: {error!r}\n")
        sys.exit(2)
    kinds = Counter(fields["kind"] for fields in found.values())
    sys.stdout.write(f"{len(found)} objects hold, {seal_count} seals: {dict(kinds)}\n")
