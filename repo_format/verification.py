"""Checking a record by itself: the id from the bytes, the form of the payload, and the proof
(docs/format/signatures.md).
"""

from __future__ import annotations

from repo_format import ids, objects, signature
from repo_format.errors import BadSignature, Damaged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.objects import Payload
    from repo_format.record import Record
    from repo_format.seal import Seal

_REMEMBERED_SEALS = 64


def read(record: Record) -> Payload:
    """The typed payload of a record. Raises Damaged when it was erased, MalformedObject when it is not canonical."""
    if record.payload is None:
        raise Damaged(f"object {record.id.hex()[:12]} was erased; its payload is gone")
    return objects.read(record.payload)


class Verifier:
    """Checks many records; a seal's signature, the expensive part, is checked once for all of its objects."""

    def __init__(self) -> None:
        self._good_seals: dict[bytes, frozenset[bytes]] = {}

    def check(self, record: Record) -> Payload | None:
        """Verify everything about a record and return its payload, None when it was erased.

        Raises Damaged when the payload is not what the id names, MalformedObject, FromTheFuture or BadSignature. The
        proof of an erased object is checked too; what stays unknown is whether its payload named this author.
        """
        payload = None
        if record.payload is not None:
            if ids.object_id(record.payload) != record.id:
                raise Damaged(f"object {record.id.hex()[:12]} does not have the bytes that its id names")
            payload = objects.read(record.payload)
        if record.seal is not None:
            self._check_sealed(record, record.seal, payload)
        else:
            author = record.author if payload is None else bytes.fromhex(payload.author)
            signature.check_object(author, record.id, record.signature)
        return payload

    def _check_sealed(self, record: Record, seal: Seal, payload: Payload | None) -> None:
        if record.id not in self.check_seal(seal):
            raise BadSignature(f"the seal of object {record.id.hex()[:12]} does not list it")
        if payload is not None and bytes.fromhex(payload.author) != seal.author:
            raise BadSignature(f"object {record.id.hex()[:12]} is sealed by somebody who is not its author")

    def check_seal(self, seal: Seal) -> frozenset[bytes]:
        """The ids of a seal whose signature holds. Raises BadSignature."""
        key = seal.id + seal.signature  # the id does not cover the signature, and a stored seal needs a good one
        known = self._good_seals.get(key)
        if known is None:
            seal.verify()
            if len(self._good_seals) >= _REMEMBERED_SEALS:
                self._good_seals.clear()
            known = self._good_seals[key] = frozenset(seal.ids)
        return known
