"""The proof of one object among any number of ids that have no objects."""

from __future__ import annotations

import json
from hashlib import sha256

from families.objects.examples import EXAMPLES
from families.vector import Json, seed_of
from repo_format import ids, merkle, objects, proof, proof_document, signature
from repo_format.head import NO_HEAD, Head
from repo_format.seal import Seal

KEY = proof_document.KEY
NOON = 1_767_268_800_000_000
PAYLOAD = objects.write(EXAMPLES["assertion"]["full"][1])

_REPOSITORY = sha256(b"steme test vectors: repository").digest()[:16]


def document(count: int, sealed: int = 0, author: str = "alice") -> Json:
    """The document for a head of ``count`` ids; with a seal of so many ids, or else with a signature."""
    object_id = ids.object_id(PAYLOAD)
    others = [sha256(b"steme test vectors: %d" % n).digest() for n in range(count - 1)]
    ordered = sorted([object_id, *others])
    nodes: dict[bytes, bytes] = {}
    head = _head(count, merkle.digest(ordered, keep=nodes.__setitem__))
    seal = Seal.sign(seed_of(author), NOON, (*others[: sealed - 1], object_id)) if sealed else None
    signed = b"" if seal else signature.sign_object(seed_of(author), object_id)
    path = proof.path_to(object_id, nodes.get, lambda path: _below(ordered, path))
    made: Json = json.loads(proof_document.encode(proof.Proof(PAYLOAD, signed, seal, path, head)))
    return made


def _head(count: int, root: bytes) -> Head:
    head = Head(_REPOSITORY, count, root, NO_HEAD, NOON, signature.public_key(seed_of("carol")))
    head.signature = signature.sign_head(seed_of("carol"), head.id)
    return head


def _below(ordered: list[bytes], path: bytes) -> list[bytes]:
    digits = "".join(f"{digit:x}" for digit in path)
    return [one for one in ordered if one.hex().startswith(digits)]
