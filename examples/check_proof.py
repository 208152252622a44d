#!/usr/bin/env python3
"""Check a steme inclusion proof without steme: docs/format/proofs.md, written out. Needs blake3 and PyNaCl >= 1.6.2.

    steme prove 3f2a9c1b7d04 > proof.json
    python check_proof.py proof.json [HEX KEY OF THE HEAD'S SIGNER]

Exit status: 0 it holds, 1 a link is broken, 2 it is no proof. Of the payload it reads the author and nothing else.
"""

import json
import struct
import sys
from itertools import pairwise

from blake3 import blake3
from nacl.bindings import crypto_core_ed25519_is_valid_point, crypto_sign_open
from nacl.exceptions import CryptoError


class Broken(Exception):
    """A link of the proof does not hold; the message names it."""


def require(holds, link):
    """A link either holds or ends everything."""
    if not holds:
        raise Broken(link)


def unique(pairs):
    """An object of the JSON text; a key that is given twice could be read in two ways."""
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key is given twice")
    return dict(pairs)


def derived(context, data):
    """BLAKE3 under a context of its own (docs/format/identity.md)."""
    return blake3(data, derive_key_context=f"steme 2026-11 {context} v1").digest()


def raw(text, size=32):
    """Bytes from lower-case hex, exactly ``size`` of them."""
    if len(data := bytes.fromhex(text)) != size or data.hex() != text:
        raise ValueError(f"{text[:70]!r} is not {size} bytes in lower-case hex")
    return data


def require_signature(key, message, text, link):
    """Ed25519 by the strict rule of docs/format/signatures.md, section 2: R is not the identity, for one."""
    signature = raw(text, 64)
    require(crypto_core_ed25519_is_valid_point(key) and signature[:32] != b"\x01" + bytes(31), link)
    try:
        crypto_sign_open(signature + message, key)
    except CryptoError:
        raise Broken(link) from None


def check_author(proof, object_id, author):
    """The author signed the object, or a seal that lists it."""
    if "signature" in proof:
        return require_signature(author, b"steme/object/v1\0" + object_id, proof["signature"], "the author's signature")
    seal = proof["seal"]
    ids = [raw(one) for one in seal["ids"]]
    header = struct.pack(">B32sqH", seal["version"], raw(seal["author"]), seal["time"], len(ids))
    seal_id = derived("seal id", header + b"".join(ids))
    require(seal_id == raw(seal["id"]), "the id of the seal")
    require(object_id in ids and len(set(ids)) == len(ids), "the object in the seal")
    require(raw(seal["author"]) == author, "the author of the seal")
    return require_signature(author, b"steme/seal/v1\0" + seal_id, seal["signature"], "the seal's signature")


def root_of(proof, object_id):
    """The root to which leaf and path lead."""
    leaf, path, digits = [raw(one) for one in proof["leaf"]], proof["path"], object_id.hex()
    if not 1 <= len(leaf) <= 256 or len(path) > 64 or any(len(level) != 15 for level in path):
        raise ValueError("the leaf or the path has an impossible size")
    require(object_id in leaf, "the object in the leaf")
    require(all(a < b for a, b in pairwise(leaf)), "the order of the leaf")
    require(all(one.hex()[: len(path)] == digits[: len(path)] for one in leaf), "the place of the leaf")
    require(path or len(leaf) == proof["head"]["count"], "the size of the leaf")
    digest = derived("trie leaf", b"".join(leaf))
    for depth in reversed(range(len(path))):
        siblings, place = [raw(one) for one in path[depth]], int(digits[depth], 16)
        digest = derived("trie node", b"".join([*siblings[:place], digest, *siblings[place:]]))
    return digest


def check_head(head, root):
    """The head names this root, and its signer signed it."""
    require(raw(head["root"]) == root, "the root")
    parts = head["version"], raw(head["repository"], 16), head["count"], root, raw(head["previous"]), head["time"]
    head_id = derived("head id", struct.pack(">B16sQ32s32sq", *parts) + raw(head["signer"]))
    require(head_id == raw(head["id"]), "the id of the head")
    require_signature(raw(head["signer"]), b"steme/head/v1\0" + head_id, head["signature"], "the head's signature")


def check(document, signer=None):
    """The payload's fields, if every link holds. Raises Broken, or another error for what is no proof."""
    proof = document["steme.proof/v1"]
    payload = proof["object"]["payload"].encode("utf-8", "surrogatepass")
    object_id = derived("object id", payload)
    require(object_id == raw(proof["object"]["id"]), "the id of the object")
    fields = json.loads(payload, object_pairs_hook=unique)
    check_author(proof, object_id, raw(fields["author"]))
    check_head(proof["head"], root_of(proof, object_id))
    require(signer in (None, proof["head"]["signer"]), "the signer that was asked for")
    return fields


if __name__ == "__main__":
    try:
        with open(sys.argv[1], encoding="utf-8") as file:
            found = check(json.load(file, object_pairs_hook=unique), *sys.argv[2:3])
    except Broken as broken:
        sys.exit(f"the proof does not hold: {broken}")
    except (OSError, LookupError, AttributeError, TypeError, ValueError, RecursionError, struct.error) as error:
        sys.stderr.write(f"this is not a proof: {error!r}\n")
        sys.exit(2)
    sys.stdout.write(f"the proof holds: {json.dumps(found)}\n")
