"""What frames of objects hold, object by object: the id from the bytes, the canonical form, the signature or seal."""

from __future__ import annotations

import msgspec

from repo_format import block, ids, objects, signature
from repo_format.decoder import decoder_of
from repo_format.errors import BadSignature, FromTheFuture, MalformedObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.seal import Seal

_ERASURE = "erasure"


class _Authored(msgspec.Struct):
    """What every kind of every version has."""

    author: str


_authored = decoder_of(_Authored)


def _named_author(payload: bytes) -> str:
    """The author that a payload of an unknown kind or version names: its proof can be checked all the same."""
    try:
        author = _authored(payload).author
        return author if len(bytes.fromhex(author)) == signature.KEY_BYTES else ""
    except (msgspec.MsgspecError, ValueError):
        return ""


class Held:
    """The objects of one frame: ``ids`` of all in order, and of some of them that they are ``bad`` or ``unknown``.

    ``bad`` and ``unknown`` (too new to be judged) pair an id with the reason; ``erased`` have lost their payload;
    ``excused`` are the ids that erasures among the objects name.
    """

    __slots__ = ("bad", "erased", "excused", "ids", "unknown")

    def __init__(self) -> None:
        self.ids: list[bytes] = []
        self.bad: list[tuple[bytes, str]] = []
        self.unknown: list[tuple[bytes, str]] = []
        self.erased: list[bytes] = []
        self.excused: list[bytes] = []

    def author_of(self, object_id: bytes, payload: bytes) -> str:
        """The author of a payload in canonical form, or of one that is too new; "" for others, and why is recorded."""
        try:
            read = objects.read(payload)
        except MalformedObject as error:
            self.bad.append((object_id, f"is not in canonical form: {error}"))
        except FromTheFuture as error:
            self.unknown.append((object_id, str(error)))
            return _named_author(payload)
        else:
            if read.kind == _ERASURE:
                self.excused.append(bytes.fromhex(read.target))  # type: ignore[attr-defined]
            return read.author
        return ""

    def check_signature(self, author: bytes, object_id: bytes, proof: bytes) -> None:
        """Record it when the author did not sign the object."""
        try:
            signature.check_object(author, object_id, proof)
        except BadSignature:
            self.bad.append((object_id, "has a signature that does not hold for its author"))


_LENGTH_BYTES = 4


def signed(body: bytes) -> Held:
    """The objects of a ``SIGNED`` frame. Raises MalformedObject when it does not divide into objects."""
    held = Held()
    for payload, proof, known, key in block.decode_signed(body):
        if payload is None:
            held.ids.append(known)
            held.erased.append(known)
            held.check_signature(key, known, proof)
            continue
        object_id = ids.object_id(payload)
        held.ids.append(object_id)
        author = held.author_of(object_id, payload)
        if author:
            held.check_signature(bytes.fromhex(author), object_id, proof)
    return held


def sealed(flags: int, body: bytes, proof: Seal) -> Held:
    """The objects of a ``BLOCK`` frame under its seal. Raises MalformedObject when the two do not belong together."""
    held = Held()
    seal_id, first, payloads = block.decode_block(flags, body)
    listed = proof.ids[first : first + len(payloads)]
    if seal_id != proof.id or len(listed) != len(payloads):
        raise MalformedObject("block", "does not belong to the seal before it")
    held.ids += listed
    digest, author_of, author = ids.object_id, held.author_of, proof.author.hex()
    for payload, named in zip(payloads, listed, strict=True):
        if not payload:
            held.erased.append(named)
        elif digest(payload) != named:
            held.bad.append((named, "does not have the bytes that its id names"))
        elif author_of(named, payload) not in (author, ""):
            held.bad.append((named, "is sealed by somebody who is not its author"))
    return held


def unsealed(flags: int, body: bytes) -> list[bytes]:
    """The ids, by their bytes, of the objects of a ``BLOCK`` whose seal is lost. Raises MalformedObject."""
    return [ids.object_id(payload) for payload in block.decode_block(flags, body)[2] if payload]


def count(kind_is_signed: bool, body: bytes) -> int:
    """The number of objects in a ``SIGNED`` or ``BLOCK`` frame, without a look at them. Raises MalformedObject."""
    if kind_is_signed:
        return len(block.decode_signed(body))
    if len(body) < block.BLOCK_PREFIX.size:
        raise MalformedObject("block", "is cut off in its prefix")
    return int(block.BLOCK_PREFIX.unpack_from(body)[2])


def sound_signed(body: bytes) -> list[bytes]:
    """The ids of the objects of a damaged ``SIGNED`` frame that are whole and signed, as far as it can be divided."""
    found: list[bytes] = []
    at = 0
    while at + _LENGTH_BYTES <= len(body):
        length = int.from_bytes(body[at : at + _LENGTH_BYTES], "big") or ids.ID_BYTES + signature.KEY_BYTES
        end = at + _LENGTH_BYTES + length + signature.SIGNATURE_BYTES
        try:
            held = signed(body[at:end])
        except MalformedObject:
            break
        if not held.bad and not held.unknown:
            found += held.ids
        at = end
    return found


def sound_sealed(flags: int, body: bytes, proof: Seal | None) -> list[bytes]:
    """The ids of the objects of a damaged ``BLOCK`` whose bytes are those that the seal lists."""
    if proof is None:
        return []
    listed = set(proof.ids)
    try:
        return [object_id for object_id in unsealed(flags, body) if object_id in listed]
    except MalformedObject:
        return []
