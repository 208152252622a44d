"""A seal: one signature by one author over up to 1,024 objects.

It stands as the proof of every object whose id it lists, if the object's ``author`` is the seal's. Checking a sealed
object is one hash and a look into the list; the signature is checked once for all. Bytes, big-endian
(docs/format/signatures.md)::

    version u8 = 1 | author 32 | time i64 | count u16 | ids 32 * count | signature 64

The id of a seal is the digest of everything before the signature. The order of the ids is the author's and carries no
meaning.
"""

from __future__ import annotations

from struct import Struct

from repo_format.errors import BadSignature, FromTheFuture, InvalidInput, MalformedObject
from repo_format.ids import ID_BYTES, seal_id
from repo_format.limits import FORMAT_VERSION, MAX_SEAL, MAX_TIME, MIN_TIME
from repo_format.signature import KEY_BYTES, SEAL_DOMAIN, SIGNATURE_BYTES, public_key, sign, verify_strict

_HEADER = Struct(">B32sqH")
IDS_OFFSET = _HEADER.size
"""Where the first id stands in the bytes of a seal."""


class Seal:
    """Author (32-byte key), time (microseconds UTC), ids (32 bytes each, 1 to 1,024, all different) and signature.

    Equal when their bytes are. Constructing one checks its form and not its signature: ``verify`` does.
    """

    __slots__ = ("_signed", "author", "id", "ids", "signature", "time")

    def __init__(self, author: bytes, time: int, ids: tuple[bytes, ...], signature: bytes) -> None:
        """:raises InvalidInput: a field is out of its range, or an id occurs twice."""
        _check_fields(author, time, ids, signature)
        self.author = author
        self.time = time
        self.ids = ids
        self.signature = signature
        self._signed = _HEADER.pack(FORMAT_VERSION, author, time, len(ids)) + b"".join(ids)
        self.id = seal_id(self._signed)

    @classmethod
    def sign(cls, secret: bytes, time: int, ids: tuple[bytes, ...]) -> Seal:
        """A seal of ``ids`` by the owner of ``secret`` (a seed or a 64-byte secret), stamped with ``time``."""
        unsigned = cls(public_key(secret), time, ids, bytes(SIGNATURE_BYTES))
        unsigned.signature = sign(secret, SEAL_DOMAIN + unsigned.id)
        return unsigned

    def encode(self) -> bytes:
        """The seal's bytes, signature included: 107 + 32 for each id."""
        return self._signed + self.signature

    @classmethod
    def decode(cls, data: bytes) -> Seal:
        """The seal whose ``encode`` gives exactly ``data``. The signature is not checked.

        :raises FromTheFuture: the version is higher than this steme knows.
        :raises MalformedObject: any other departure from the form.
        """
        if data and data[0] > FORMAT_VERSION:
            raise FromTheFuture(f"a seal of version {data[0]} needs a newer steme")
        if len(data) < _HEADER.size + SIGNATURE_BYTES:
            raise MalformedObject("seal", f"is {len(data)} bytes long, too short to be a seal")
        version, author, time, count = _HEADER.unpack_from(data)
        end = _HEADER.size + count * ID_BYTES
        if version != FORMAT_VERSION:
            raise MalformedObject("version", f"is {version}; there is no such version")
        if len(data) != end + SIGNATURE_BYTES:
            raise MalformedObject("count", f"{count} ids do not fit a seal of {len(data)} bytes")
        ids = tuple(data[at : at + ID_BYTES] for at in range(_HEADER.size, end, ID_BYTES))
        try:
            return cls(author, time, ids, data[end:])
        except InvalidInput as error:
            raise MalformedObject(error.field, error.problem) from None

    def verify(self) -> None:
        """:raises BadSignature: the signature is not the author's over this seal's id, by the strict rule."""
        if not verify_strict(self.author, SEAL_DOMAIN + self.id, self.signature):
            raise BadSignature(f"the signature of seal {self.id.hex()} does not hold for the key {self.author.hex()}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Seal) and self.encode() == other.encode()

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"Seal({self.id.hex()[:12]}, {len(self.ids)} ids)"


def _check_fields(author: bytes, time: int, ids: tuple[bytes, ...], signature: bytes) -> None:
    if len(author) != KEY_BYTES:
        raise InvalidInput("author", f"is {len(author)} bytes long, not {KEY_BYTES}")
    if not MIN_TIME <= time <= MAX_TIME:
        raise InvalidInput("time", f"{time} is out of range")
    if not 1 <= len(ids) <= MAX_SEAL:
        raise InvalidInput("ids", f"are {len(ids)}; a seal holds 1 to {MAX_SEAL}")
    if set(map(len, ids)) != {ID_BYTES}:
        raise InvalidInput("ids", f"are not all {ID_BYTES} bytes long")
    if len(set(ids)) != len(ids):
        raise InvalidInput("ids", "hold one id twice")
    if len(signature) != SIGNATURE_BYTES:
        raise InvalidInput("signature", f"is {len(signature)} bytes long, not {SIGNATURE_BYTES}")
