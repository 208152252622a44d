"""Finding out where two sets of ids differ, level by level (docs/format/sync.md, section 4)."""

from __future__ import annotations

from itertools import pairwise

from repo_format import head, limits
from repo_format.errors import InvalidInput
from repo_format.wire import digests, fields
from repo_format.wire.fields import U16, U32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.merkle import Path


def _encode_paths(paths: Iterable[Path]) -> bytes:
    pieces = [fields.path(path) for path in paths]
    return U16.pack(len(pieces)) + b"".join(pieces)


def _decode_paths(body: bytes) -> tuple[Path, ...]:
    reader = fields.Reader(body)
    paths = tuple(reader.path() for _ in range(_count(reader)))
    reader.end()
    return paths


def _count(reader: fields.Reader) -> int:
    count = reader.number(U16)
    _check_many(count)
    return count


def _check_many(count: int) -> None:
    if count > limits.MAX_PATHS:
        raise InvalidInput("paths", f"are {count}; a message holds {limits.MAX_PATHS}")


class Nodes:
    """A question: what are the children of the nodes at ``paths``?"""

    __slots__ = ("paths",)

    def __init__(self, paths: Iterable[Path]) -> None:
        self.paths = tuple(paths)
        _check_many(len(self.paths))

    def encode(self) -> bytes:
        """The body."""
        return _encode_paths(self.paths)

    @classmethod
    def decode(cls, body: bytes) -> Nodes:
        """From the body. Raises InvalidInput or its MalformedObject."""
        return cls(_decode_paths(body))


class Leaves:
    """A question: which ids begin with these paths?"""

    __slots__ = ("paths",)

    def __init__(self, paths: Iterable[Path]) -> None:
        self.paths = tuple(paths)
        _check_many(len(self.paths))

    def encode(self) -> bytes:
        """The body."""
        return _encode_paths(self.paths)

    @classmethod
    def decode(cls, body: bytes) -> Leaves:
        """From the body. Raises InvalidInput or its MalformedObject."""
        return cls(_decode_paths(body))


class NodeList:
    """The answer to ``Nodes``, under the head with the id ``head``.

    For every path, in its order, the 16 children as short entries (``digests.CHILDREN_BYTES``), or None where there is
    no inner node.
    """

    __slots__ = ("head", "nodes")

    def __init__(self, nodes: Iterable[bytes | None], newest: bytes = head.NO_HEAD) -> None:
        self.head = fields.fixed(newest, 32, "head")
        self.nodes = tuple(nodes)
        _check_many(len(self.nodes))

    def encode(self) -> bytes:
        """The body."""
        pieces = [b"\0" if node is None else b"\1" + _children(node) for node in self.nodes]
        return self.head + U16.pack(len(pieces)) + b"".join(pieces)

    @classmethod
    def decode(cls, body: bytes) -> NodeList:
        """From the body. Raises InvalidInput or its MalformedObject."""
        reader = fields.Reader(body)
        newest = reader.take(32)
        nodes = [reader.take(digests.CHILDREN_BYTES) if reader.flag() else None for _ in range(_count(reader))]
        reader.end()
        return cls(nodes, newest)


def _children(node: bytes) -> bytes:
    return fields.fixed(node, digests.CHILDREN_BYTES, "node")


class IdList:
    """The answer to ``Leaves``, under the head with the id ``head``: for every path all ids below it, ascending."""

    __slots__ = ("head", "lists")

    def __init__(self, lists: Iterable[Iterable[bytes]], newest: bytes = head.NO_HEAD) -> None:
        self.head = fields.fixed(newest, 32, "head")
        self.lists = tuple(tuple(ids) for ids in lists)
        _check_many(len(self.lists))
        for ids in self.lists:
            if any(earlier >= later for earlier, later in pairwise(ids)):
                raise InvalidInput("ids", "are not in order, or hold one twice")
        if self.count > limits.MAX_IDS_TOLD:
            raise InvalidInput("ids", f"are {self.count}; a message holds {limits.MAX_IDS_TOLD}")

    @property
    def count(self) -> int:
        """The number of ids in all lists."""
        return sum(map(len, self.lists))

    def encode(self) -> bytes:
        """The body."""
        pieces = [U32.pack(len(ids)) + b"".join(ids) for ids in self.lists]
        return self.head + U16.pack(len(pieces)) + b"".join(pieces)

    @classmethod
    def decode(cls, body: bytes) -> IdList:
        """From the body. Raises InvalidInput or its MalformedObject."""
        reader = fields.Reader(body)
        newest = reader.take(32)
        lists = [reader.ids(reader.number(U32)) for _ in range(_count(reader))]
        reader.end()
        return cls(lists, newest)
