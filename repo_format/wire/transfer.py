"""Asking for objects; they come as a pack behind the answer (docs/format/sync.md, section 5)."""

from __future__ import annotations

from repo_format import head, limits
from repo_format.errors import InvalidInput
from repo_format.wire import fields
from repo_format.wire.fields import U32, U64

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Since:
    """A request for all that came after the head ``after`` (an id; ``NO_HEAD``: everything) up to the head ``until``.

    ``offset`` bytes of that pack are with the asker already and are left out.
    """

    __slots__ = ("after", "offset", "until")

    def __init__(self, after: bytes, until: bytes, offset: int = 0) -> None:
        self.after = fields.fixed(after, 32, "after")
        self.until = fields.fixed(until, 32, "until")
        self.offset = offset
        if until == head.NO_HEAD:
            raise InvalidInput("until", "names no head")

    def encode(self) -> bytes:
        """The body."""
        return self.after + self.until + U64.pack(self.offset)

    @classmethod
    def decode(cls, body: bytes) -> Since:
        """From the body. Raises InvalidInput or its MalformedObject."""
        reader = fields.Reader(body)
        after, until, offset = reader.take(32), reader.take(32), reader.number(U64)
        reader.end()
        return cls(after, until, offset)


class Want:
    """A request for the objects with these ids, kept ascending and each once; ``offset`` as above."""

    __slots__ = ("ids", "offset")

    def __init__(self, ids: Iterable[bytes], offset: int = 0) -> None:
        self.ids = tuple(sorted({fields.fixed(one, 32, "id") for one in ids}))
        self.offset = offset
        if not 0 < len(self.ids) <= limits.MAX_IDS_TOLD:
            raise InvalidInput("ids", f"are {len(self.ids)}; a message holds 1 to {limits.MAX_IDS_TOLD}")

    def encode(self) -> bytes:
        """The body."""
        return U64.pack(self.offset) + U32.pack(len(self.ids)) + b"".join(self.ids)

    @classmethod
    def decode(cls, body: bytes) -> Want:
        """From the body. Raises InvalidInput or its MalformedObject."""
        reader = fields.Reader(body)
        offset = reader.number(U64)
        ids = reader.ids(reader.number(U32))
        reader.end()
        return cls(ids, offset)


class Sending:
    """The answer to both: a pack follows, from its byte ``offset`` on, and ends with its closing.

    ``objects`` is how many the whole pack holds, for whoever shows progress.
    """

    __slots__ = ("objects", "offset")

    def __init__(self, offset: int = 0, objects: int = 0) -> None:
        self.offset = offset
        self.objects = objects

    def encode(self) -> bytes:
        """The body."""
        return U64.pack(self.offset) + U64.pack(self.objects)

    @classmethod
    def decode(cls, body: bytes) -> Sending:
        """From the body. Raises MalformedObject."""
        reader = fields.Reader(body)
        offset, objects = reader.number(U64), reader.number(U64)
        reader.end()
        return cls(offset, objects)
