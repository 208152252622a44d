"""What a pack says before its first object: the body of ``PACK_OPENING`` (docs/format/packs.md, section 2)."""

from __future__ import annotations

import struct

from repo_format import head, limits
from repo_format.errors import FromTheFuture, InvalidInput, MalformedObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.head import Head

SELECTION = 1
"""Any objects; at most one head, the state that they were taken from."""

COMPLETE = 2
"""Every object of the one head."""

DIFFERENCE = 3
"""The objects of the first head that are not among those of the second, an earlier head of the same repository."""

_HEADS = {SELECTION: (0, 1), COMPLETE: (1,), DIFFERENCE: (2,)}
_FIXED = struct.Struct(">BB16sQ")
_UNKNOWN = 2**64 - 1
_REPOSITORY_BYTES = 16
MAX_BYTES = _FIXED.size + 2 * head.ENCODED_BYTES


class Opening:
    """``content`` is one of the three above, ``repository`` the id of the writer's repository, 16 bytes.

    ``objects`` is how many will follow, None where the writer does not know; the heads of a complete pack or of a
    difference say it by themselves.
    """

    __slots__ = ("content", "heads", "objects", "repository")

    def __init__(
        self, repository: bytes, content: int = SELECTION, heads: tuple[Head, ...] = (), objects: int | None = None
    ) -> None:
        """:raises InvalidInput: heads that do not fit the content, the repository or the number of objects."""
        if len(heads) not in _HEADS.get(content, ()):
            raise InvalidInput("pack", f"has content {content} and {len(heads)} heads")
        if any(one.repository != repository for one in heads) or len(repository) != _REPOSITORY_BYTES:
            raise InvalidInput("pack", "has the head of another repository")
        implied = _implied(content, heads)
        if implied is not None and objects not in (None, implied):
            raise InvalidInput("pack", f"declares {objects} objects where its heads make {implied}")
        self.content = content
        self.repository = repository
        self.heads = heads
        self.objects = objects if implied is None else implied
        if self.objects is not None and not 0 <= self.objects <= limits.MAX_OBJECTS:
            raise InvalidInput("pack", f"declares {self.objects} objects")

    def encode(self) -> bytes:
        """The body of the ``PACK_OPENING`` frame."""
        objects = _UNKNOWN if self.objects is None else self.objects
        fixed = _FIXED.pack(limits.FORMAT_VERSION, self.content, self.repository, objects)
        return fixed + b"".join([one.encode() for one in self.heads])

    @classmethod
    def decode(cls, body: bytes) -> Opening:
        """The opening whose ``encode`` gives exactly ``body``; the signatures of its heads are not looked at.

        :raises FromTheFuture: a higher version.
        :raises MalformedObject: any other departure from the form.
        """
        if body and body[0] > limits.FORMAT_VERSION:
            raise FromTheFuture(f"a pack of version {body[0]} needs a newer steme")
        rest = len(body) - _FIXED.size
        if rest < 0 or body[0] != limits.FORMAT_VERSION or rest % head.ENCODED_BYTES or len(body) > MAX_BYTES:
            raise MalformedObject("pack", f"has an opening of {len(body)} bytes, which none has")
        _, content, repository, objects = _FIXED.unpack_from(body)
        size = head.ENCODED_BYTES
        heads = tuple(head.decode(body[at : at + size]) for at in range(_FIXED.size, len(body), size))
        try:
            opening = cls(repository, content, heads, None if objects == _UNKNOWN else objects)
        except InvalidInput as error:
            raise MalformedObject(error.field, error.problem) from None
        if opening.encode() != body:
            raise MalformedObject("pack", "does not declare the number of objects that its heads make")
        return opening


def _implied(content: int, heads: tuple[Head, ...]) -> int | None:
    if content == COMPLETE:
        return heads[0].count
    return heads[0].count - heads[1].count if content == DIFFERENCE else None
