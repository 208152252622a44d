"""Giving objects; they go as a pack behind the request (docs/format/sync.md, section 6)."""

from __future__ import annotations

from repo_format.wire import fields
from repo_format.wire.fields import U64

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.head import Head
    from repo_format.wire.fields import Tags


class Push:
    """A pack follows, from its byte ``offset`` on, and ends with its closing.

    ``transfer`` is an id of the asker's choice under which what has come is kept when the connection is cut; zeros for
    a push that will not be resumed. ``refs`` are tags that shall be set with it.
    """

    __slots__ = ("offset", "refs", "transfer")

    def __init__(self, transfer: bytes, offset: int = 0, refs: Tags = ()) -> None:
        self.transfer = fields.fixed(transfer, 32, "transfer")
        self.offset = offset
        self.refs = fields.check_tags(refs)

    def encode(self) -> bytes:
        """The body."""
        return self.transfer + U64.pack(self.offset) + fields.tags(self.refs)

    @classmethod
    def decode(cls, body: bytes) -> Push:
        """From the body; no signature of a head is looked at. Raises MalformedObject, FromTheFuture."""
        reader = fields.Reader(body)
        transfer, offset, refs = reader.take(32), reader.number(U64), reader.tags()
        reader.end()
        return cls(transfer, offset, refs)


class Taken:
    """Everything is here and durable: ``added`` objects were new, ``present`` were here.

    ``head`` is the newest after it, None where there is still nothing; ``kept_refs`` are the names of tags that were
    not set because they name another head here.
    """

    __slots__ = ("added", "head", "kept_refs", "present")

    def __init__(self, added: int, present: int, newest: Head | None, kept_refs: Iterable[str] = ()) -> None:
        self.added = added
        self.present = present
        self.head = newest
        self.kept_refs = tuple(sorted(set(kept_refs)))

    def encode(self) -> bytes:
        """The body."""
        numbers = U64.pack(self.added) + U64.pack(self.present)
        return numbers + fields.optional_head(self.head) + fields.names(self.kept_refs)

    @classmethod
    def decode(cls, body: bytes) -> Taken:
        """From the body; no signature of a head is looked at. Raises MalformedObject, FromTheFuture."""
        reader = fields.Reader(body)
        added, present, newest, kept = reader.number(U64), reader.number(U64), reader.head(), reader.names()
        reader.end()
        return cls(added, present, newest, kept)
