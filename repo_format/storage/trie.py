"""The Merkle trie of a repository, kept in the index as ids arrive (docs/format/merkle.md, section 4).

The table ``trie`` holds one entry for every inner node: its path as the key (behind one byte for its length, so that
the root is not an empty key) and 16 times a count and a digest. Leaves are not stored; their ids are a range of
``ids``.
"""

from __future__ import annotations

from repo_format import limits, merkle
from repo_format.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    import lmdb

ENTRY = 36


def node_key(path: merkle.Path) -> bytes:
    """The key of an inner node."""
    return bytes((len(path),)) + path


class Trie:
    """The trie as one transaction sees it. ``insert`` needs a write transaction, the rest any."""

    def __init__(self, txn: lmdb.Transaction[bytes], databases: dict[str, lmdb._Database]) -> None:
        self._txn = txn
        self._nodes = databases[tables.TRIE]
        self._ids = databases[tables.IDS]

    def entries(self, path: merkle.Path) -> bytes | None:
        """The 16 entries of the inner node at ``path``; None when there is a leaf or nothing."""
        stored: bytes | None = self._txn.get(node_key(path), db=self._nodes)
        return stored

    def below(self, path: merkle.Path) -> list[bytes]:
        """All ids below a path in order."""
        low, high = merkle.bounds(path)
        found: list[bytes] = []
        with self._txn.cursor(self._ids) as cursor:
            if not (cursor.set_range(low) if low else cursor.first()):
                return found
            if high is None:
                return list(cursor.iternext(values=False))
            for key in cursor.iternext(values=False):
                if key >= high:
                    break
                found.append(key)
        return found

    def root(self, count: int) -> bytes:
        """The root of the ``count`` ids that are in the table ``ids``; reads one node, or the ids of a leaf."""
        stored = self.entries(b"") if count > limits.TRIE_LEAF else None
        if stored is None:
            return merkle.leaf_digest(self.below(b""))
        return node_digest_of(stored)

    def insert(self, ordered: Sequence[bytes], before: int) -> bytes:
        """Take in new ids, sorted, distinct and already put into the table ``ids``; returns the new root.

        ``before`` is the number of ids without them. Touches only the nodes above the new ids.
        """
        return self._insert(b"", ordered, before)

    def _insert(self, path: merkle.Path, ordered: Sequence[bytes], before: int) -> bytes:
        total = before + len(ordered)
        if total <= limits.TRIE_LEAF:
            return merkle.leaf_digest(self.below(path))
        stored = self.entries(path) if before > limits.TRIE_LEAF else None
        if stored is None:
            return merkle.digest(self.below(path), len(path), self._keep, path)
        changed = bytearray(stored)
        for number, part in enumerate(merkle.split(ordered, len(path))):
            if part:
                at = number * ENTRY
                old = int.from_bytes(changed[at : at + 4], "big")
                digest = self._insert(path + bytes((number,)), part, old)
                changed[at : at + ENTRY] = (old + len(part)).to_bytes(4, "big") + digest
        self._keep(path, bytes(changed))
        return node_digest_of(changed)

    def _keep(self, path: merkle.Path, entries: bytes) -> None:
        self._txn.put(node_key(path), entries, db=self._nodes)


def node_digest_of(entries: bytes | bytearray) -> bytes:
    """The digest of an inner node with these stored entries."""
    return merkle.node_digest(b"".join([entries[at + 4 : at + ENTRY] for at in range(0, 16 * ENTRY, ENTRY)]))
