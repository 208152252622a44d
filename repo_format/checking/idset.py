"""The set of all ids as a Merkle trie in memory, for the roots of many commits one after another.

The definition is that of ``merkle.py``; only what a commit has added is hashed again. A leaf keeps its ids as one byte
string, so a million ids take some 40 MB.
"""

from __future__ import annotations

from repo_format import limits, merkle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_ID = 32


class _Node:
    __slots__ = ("children", "digest", "ids")

    def __init__(self) -> None:
        self.ids = b""
        self.children: list[_Node] | None = None
        self.digest: bytes | None = None


class IdSet:
    """Grows only. ``count`` is the number of ids in it."""

    def __init__(self) -> None:
        self._root = _Node()
        self.count = 0

    def add(self, ids: Sequence[bytes]) -> list[bytes]:
        """Take in ids, in any order; returns those that were in it already or occur twice, sorted."""
        twice: list[bytes] = []
        _add(self._root, sorted(ids), 0, twice)
        self.count += len(ids) - len(twice)
        return sorted(twice)

    def root(self) -> bytes:
        """The Merkle root of the set; 32 bytes."""
        return _digest(self._root)

    def __contains__(self, object_id: bytes) -> bool:
        node, depth = self._root, 0
        while node.children is not None:
            node, depth = node.children[merkle.digit(object_id, depth)], depth + 1
        at = node.ids.find(object_id)
        while at >= 0 and at % _ID:
            at = node.ids.find(object_id, at + 1)
        return at >= 0


def _add(node: _Node, ordered: Sequence[bytes], depth: int, twice: list[bytes]) -> None:
    node.digest = None
    if node.children is None:
        _add_to_leaf(node, ordered, depth, twice)
        return
    for child, part in zip(node.children, merkle.split(ordered, depth), strict=True):
        if part:
            _add(child, part, depth + 1, twice)


def _add_to_leaf(node: _Node, ordered: Sequence[bytes], depth: int, twice: list[bytes]) -> None:
    held = [node.ids[at : at + _ID] for at in range(0, len(node.ids), _ID)]
    merged: Sequence[bytes] = sorted([*held, *ordered]) if held else ordered
    distinct = set(merged)
    if len(distinct) < len(merged):
        twice += [merged[at] for at in range(1, len(merged)) if merged[at] == merged[at - 1]]
        merged = sorted(distinct)
    if len(merged) <= limits.TRIE_LEAF:
        node.ids = b"".join(merged)
        return
    node.ids, node.children = b"", [_Node() for _ in range(16)]
    for child, part in zip(node.children, merkle.split(merged, depth), strict=True):
        if part:
            _add(child, part, depth + 1, twice)


def _digest(node: _Node) -> bytes:
    if node.digest is None:
        if node.children is None:
            node.digest = merkle.leaf_digest((node.ids,))
        else:
            node.digest = merkle.node_digest(b"".join(map(_digest, node.children)))
    return node.digest
