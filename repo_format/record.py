"""A record: one object as it is kept and carried - its payload, or that it was erased, and its proof.

Plain data, believed by nobody: ``verification.py`` checks it.
"""

from __future__ import annotations

from repo_format import block, ids
from repo_format.errors import MalformedObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.frame import Frame
    from repo_format.seal import Seal


class Record:
    """One object. ``payload`` is None when it was erased; the proof is ``seal`` if there is one, else ``signature``.

    ``author`` is the key of 32 bytes that an erased object with a signature of its own goes with; it is empty for all
    others, whose payload or seal names the author. ``seq`` is its number in the repository it was read from, 0
    elsewhere.
    """

    __slots__ = ("author", "id", "payload", "seal", "seq", "signature")

    def __init__(
        self,
        object_id: bytes,
        payload: bytes | None,
        signature: bytes = b"",
        seal: Seal | None = None,
        seq: int = 0,
        author: bytes = b"",
    ) -> None:
        self.id = object_id
        self.payload = payload
        self.signature = signature
        self.seal = seal
        self.seq = seq
        self.author = author


def signed_records(found: Frame, first_seq: int = 0) -> list[Record]:
    """The records of a ``SIGNED`` frame, numbered from ``first_seq`` unless that is 0. Raises MalformedObject."""
    records: list[Record] = []
    for place, (payload, proof, known_id, author) in enumerate(block.decode_signed(found.body)):
        object_id = known_id if payload is None else ids.object_id(payload)
        records.append(Record(object_id, payload, proof, seq=first_seq and first_seq + place, author=author))
    return records


def sealed_records(found: Frame, proof: Seal, first_seq: int = 0) -> list[Record]:
    """The records of a ``BLOCK`` frame under its seal, numbered as above; the ids are taken from the seal.

    Raises MalformedObject when the two do not belong together.
    """
    seal_id, position, payloads = block.decode_block(found.flags, found.body)
    if seal_id != proof.id or position + len(payloads) > len(proof.ids):
        raise MalformedObject("block", "does not belong to the seal before it")
    return [
        Record(proof.ids[position + place], payload or None, seal=proof, seq=first_seq and first_seq + place)
        for place, payload in enumerate(payloads)
    ]
