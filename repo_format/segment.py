"""Bodies of the frames that structure a segment (docs/format/segments.md, section 4): opening, commit, closing."""

from __future__ import annotations

import struct

from repo_format import head, limits
from repo_format.errors import FromTheFuture, MalformedObject

_OPENING = struct.Struct(">B16sIQ32sq")
_COMMIT = struct.Struct(">BQQ")
_CLOSING = struct.Struct(">BQQ")
COMMIT_BYTES = _COMMIT.size + head.ENCODED_BYTES


class Opening:
    """The first frame of a segment: which one it is and what came before it."""

    __slots__ = ("chain", "created", "first_seq", "number", "repository")

    def __init__(self, repository: bytes, number: int, first_seq: int, chain: bytes, created: int) -> None:
        self.repository = repository
        self.number = number
        self.first_seq = first_seq
        self.chain = chain
        self.created = created

    def encode(self) -> bytes:
        """The body of the ``OPENING`` frame."""
        fields = (self.repository, self.number, self.first_seq, self.chain, self.created)
        return _OPENING.pack(limits.FORMAT_VERSION, *fields)


class Commit:
    """The last frame of a transaction: its number (from 1), the seq of its first object, and the head after it."""

    __slots__ = ("first_seq", "head", "number")

    def __init__(self, number: int, first_seq: int, signed_head: head.Head) -> None:
        self.number = number
        self.first_seq = first_seq
        self.head = signed_head

    def encode(self) -> bytes:
        """The body of the ``COMMIT`` frame."""
        return _COMMIT.pack(limits.FORMAT_VERSION, self.number, self.first_seq) + self.head.encode()


def decode_opening(body: bytes) -> Opening:
    """The opening that ``Opening.encode`` wrote. Raises MalformedObject, FromTheFuture."""
    _check(body, _OPENING.size, "opening")
    _, repository, number, first_seq, chain, created = _OPENING.unpack(body)
    if not number or not 0 < first_seq <= limits.MAX_OBJECTS + 1 or not limits.MIN_TIME <= created <= limits.MAX_TIME:
        raise MalformedObject("opening", "names an impossible number or time")
    return Opening(repository, number, first_seq, chain, created)


def decode_commit(body: bytes) -> Commit:
    """The commit that ``Commit.encode`` wrote; the head's signature is not looked at. Raises MalformedObject,
    FromTheFuture.
    """
    _check(body, COMMIT_BYTES, "commit")
    _, number, first_seq = _COMMIT.unpack_from(body)
    signed_head = head.decode(body[_COMMIT.size :])
    if not number or not 0 < first_seq <= signed_head.count + 1:
        raise MalformedObject("commit", f"number {number} begins at object {first_seq} of {signed_head.count}")
    return Commit(number, first_seq, signed_head)


def encode_closing(commits: int, objects: int) -> bytes:
    """The body of the ``CLOSING`` frame: number of the last commit and of all objects up to here."""
    return _CLOSING.pack(limits.FORMAT_VERSION, commits, objects)


def decode_closing(body: bytes) -> tuple[int, int]:
    """``(commits, objects)`` of a ``CLOSING`` body. Raises MalformedObject, FromTheFuture."""
    _check(body, _CLOSING.size, "closing")
    _, commits, objects = _CLOSING.unpack(body)
    return commits, objects


def _check(body: bytes, size: int, what: str) -> None:
    if body and body[0] > limits.FORMAT_VERSION:
        raise FromTheFuture(f"a segment's {what} of version {body[0]} needs a newer steme")
    if len(body) != size:
        raise MalformedObject(what, f"has {len(body)} bytes, not {size}")
    if body[0] != limits.FORMAT_VERSION:
        raise MalformedObject(what, f"has version {body[0]}; there is no such version")
