"""The greeting: who is there, and where the two sides stand (docs/format/sync.md, section 3)."""

from __future__ import annotations

from repo_format import head, limits
from repo_format.errors import InvalidInput
from repo_format.wire import digests, fields
from repo_format.wire.fields import U8, U16, U32, U64

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.head import Head
    from repo_format.wire.fields import Tags

NO_TRANSFER = bytes(32)
"""Stands for "nothing to be resumed"."""

TAKES_PUSHES = 1
"""Feature of a ``Welcome``: whoever has the right may push here."""


class Hello:
    """What the asker says first.

    ``remembered`` is the id of the head that the other side had when the two last exchanged everything, ``NO_HEAD`` for
    never; ``root`` the root of what the asker holds; ``transfer`` the id of a push that is to be made or resumed.
    """

    __slots__ = ("agent", "features", "remembered", "root", "transfer")

    def __init__(
        self,
        root: bytes,
        remembered: bytes = head.NO_HEAD,
        transfer: bytes = NO_TRANSFER,
        features: int = 0,
        agent: str = "",
    ) -> None:
        self.features = features
        self.remembered = fields.fixed(remembered, 32, "remembered")
        self.root = fields.fixed(root, 32, "root")
        self.transfer = fields.fixed(transfer, 32, "transfer")
        self.agent = agent

    def encode(self) -> bytes:
        """The body."""
        agent = fields.text(self.agent, U8, limits.MAX_AGENT)
        return U32.pack(self.features) + self.remembered + self.root + self.transfer + agent

    @classmethod
    def decode(cls, body: bytes) -> Hello:
        """From the body. Raises MalformedObject."""
        reader = fields.Reader(body)
        features, remembered = reader.number(U32), reader.take(32)
        root, transfer = reader.take(32), reader.take(32)
        agent = reader.text(U8, limits.MAX_AGENT)
        reader.end()
        return cls(root, remembered, transfer, features, agent)


class Welcome:
    """What the other side answers.

    ``repository`` is its id; ``max_objects`` and ``max_bytes`` bound a push; ``head`` is its newest, None when it has
    none. ``remembered_count`` is the number of objects under the remembered head, None when that is not in its history.
    ``refs`` are its tags. ``offset`` and ``chain`` say how much of the asker's transfer is here already. ``top`` holds
    the 256 nodes at depth 2 of its trie (``digests.TOP_BYTES``), or nothing where they are of no use.
    """

    __slots__ = (
        "agent", "chain", "features", "head", "max_bytes", "max_objects", "offset", "refs", "remembered_count",
        "repository", "top",
    )  # fmt: skip

    def __init__(
        self,
        repository: bytes,
        newest: Head | None = None,
        *,
        remembered_count: int | None = None,
        refs: Tags = (),
        offset: int = 0,
        chain: bytes = bytes(32),
        top: bytes = b"",
        features: int = 0,
        max_objects: int = 0,
        max_bytes: int = 0,
        agent: str = "",
    ) -> None:
        self.repository = fields.fixed(repository, 16, "repository")
        self.features = features
        self.max_objects = max_objects
        self.max_bytes = max_bytes
        self.head = newest
        self.remembered_count = remembered_count
        self.refs = fields.check_tags(refs)
        self.offset = offset
        self.chain = fields.fixed(chain, 32, "chain")
        self.top = top
        self.agent = agent
        if len(top) not in (0, digests.TOP_BYTES):
            raise InvalidInput("top", f"has {len(top)} bytes, not {digests.TOP_BYTES}")
        if newest is not None and newest.repository != repository:
            raise InvalidInput("head", "is of another repository")

    def encode(self) -> bytes:
        """The body."""
        known = self.remembered_count
        pieces = (
            U32.pack(self.features), self.repository, U64.pack(self.max_objects), U64.pack(self.max_bytes),
            fields.optional_head(self.head), b"\0" if known is None else b"\1" + U64.pack(known),
            fields.tags(self.refs), U64.pack(self.offset), self.chain,
            U16.pack(len(self.top)), self.top, fields.text(self.agent, U8, limits.MAX_AGENT),
        )  # fmt: skip
        return b"".join(pieces)

    @classmethod
    def decode(cls, body: bytes) -> Welcome:
        """From the body; no signature of a head is looked at. Raises MalformedObject, FromTheFuture."""
        reader = fields.Reader(body)
        features, repository = reader.number(U32), reader.take(16)
        max_objects, max_bytes = reader.number(U64), reader.number(U64)
        newest = reader.head()
        known = reader.number(U64) if reader.flag() else None
        refs, offset, chain = reader.tags(), reader.number(U64), reader.take(32)
        top = reader.take(reader.number(U16))
        agent = reader.text(U8, limits.MAX_AGENT)
        reader.end()
        return cls(
            repository, newest, remembered_count=known, refs=refs, offset=offset, chain=chain, top=top,
            features=features, max_objects=max_objects, max_bytes=max_bytes, agent=agent,
        )  # fmt: skip
