"""Every object kind: valid payloads with id and signature, and broken siblings with the class of failure."""

from __future__ import annotations

from collections.abc import Iterator

from families.objects.broken import BROKEN
from families.objects.everywhere import broken_alike
from families.objects.examples import EXAMPLES
from families.vector import Json, proven, refused, rendered
from repo_format import ids, objects, signature
from repo_format.payload import Payload


def files() -> Iterator[tuple[str, bytes]]:
    """Path below ``tests/vectors/objects/`` and content of every file, in no particular order."""
    for kind, named in EXAMPLES.items():
        for name, (description, payload) in named.items():
            yield f"{kind}/{name}.json", rendered(_valid(description, payload))
        first = next(iter(named.values()))[1]
        for name, (description, data, error, field) in broken_alike(objects.write(first)).items():
            yield f"{kind}/{name}.json", rendered(refused(description, data, error, field))
    for kind, broken in BROKEN.items():
        for name, (description, data, error, field) in broken.items():
            yield f"{kind}/{name}.json", rendered(refused(description, data, error, field))
    yield from _bad_proofs()


def _valid(description: str, payload: Payload) -> Json:
    return proven(description, objects.write(payload), payload.author)


def _bad_proofs() -> Iterator[tuple[str, bytes]]:
    """Valid payloads under signatures that do not hold."""
    data = objects.write(EXAMPLES["assertion"]["minimal"][1])
    good = proven("", data, EXAMPLES["assertion"]["minimal"][1].author)
    seed, held = bytes.fromhex(str(good["seed"])), bytes.fromhex(str(good["signature"]))
    object_id = ids.object_id(data)
    for name, description, broken in (
        ("signature-bit-flipped", "One bit of R is flipped.", bytes([held[0] ^ 1]) + held[1:]),
        ("signature-cut-short", "The last byte of the signature is missing.", held[:-1]),
        ("signature-without-domain", "Made over the id alone.", signature.sign(seed, object_id)),
        (
            "signature-of-a-seal",
            "Made in the domain of seals.",
            signature.sign(seed, signature.SEAL_DOMAIN + object_id),
        ),
        ("signature-of-the-payload", "Made over the payload, not the id.", signature.sign(seed, data)),
        ("signature-s-plus-order", "S is increased by the group order.", _with_larger_s(held)),
    ):
        vector = {**good, "description": description, "signature": broken.hex(), "error": "BadSignature"}
        yield f"assertion/{name}.json", rendered(vector)


def _with_larger_s(held: bytes) -> bytes:
    order = 2**252 + 27742317777372353535851937790883648493
    return held[:32] + (int.from_bytes(held[32:], "little") + order).to_bytes(32, "little")
