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
_LISTED = 100_000


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

    def root_without(self, ordered: Sequence[bytes], count: int) -> bytes:
        """The root if these ids, sorted, distinct and here, were not among the ``count`` that are; changes nothing."""
        return self._without(b"", ordered, count)

    def _without(self, path: merkle.Path, ordered: Sequence[bytes], count: int) -> bytes:
        stored = self.entries(path) if count > limits.TRIE_LEAF else None
        if stored is None or count - len(ordered) <= limits.TRIE_LEAF:
            absent = set(ordered)
            return merkle.leaf_digest([one for one in self.below(path) if one not in absent])
        changed = bytearray(stored)
        for number, part in enumerate(merkle.split(ordered, len(path))):
            if part:
                at = number * ENTRY
                held = int.from_bytes(changed[at : at + 4], "big")
                changed[at + 4 : at + ENTRY] = self._without(path + bytes((number,)), part, held)
        return node_digest_of(changed)

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
            every = self.below(path) if before else ordered  # a list of millions is not made a second time
            return merkle.digest(every, len(path), self._keep, path)
        changed = bytearray(stored)
        for number, part in enumerate(merkle.split(ordered, len(path))):
            if part:
                at = number * ENTRY
                old = int.from_bytes(changed[at : at + 4], "big")
                digest = self._insert(path + bytes((number,)), part, old)
                changed[at : at + ENTRY] = (old + len(part)).to_bytes(4, "big") + digest
        self._keep(path, bytes(changed))
        return node_digest_of(changed)

    def renew(self) -> bytes:
        """Make every node again from the ids that are in the table ``ids``, a sixteenth of them in memory at a time;
        returns the root. As ``insert``, for more new ids than there were.
        """
        entries: list[bytes] = []
        for number in range(16):
            path = bytes((number,))
            below = self.below(path)
            entries.append(len(below).to_bytes(4, "big") + merkle.digest(below, 1, self._keep, path))
        if sum(int.from_bytes(entry[:4], "big") for entry in entries) <= limits.TRIE_LEAF:
            return merkle.leaf_digest(self.below(b""))
        self._keep(b"", b"".join(entries))
        return node_digest_of(b"".join(entries))

    def _keep(self, path: merkle.Path, entries: bytes) -> None:
        self._txn.put(node_key(path), entries, db=self._nodes)


class NewIds:
    """Ids that were put into the table ``ids`` and are not in the trie yet, over the ``before`` that are.

    They are listed, but where they are many and more than there were: the table has them too, and in order.
    """

    __slots__ = ("before", "listed", "unlisted")

    def __init__(self, before: int) -> None:
        self.before = before
        self.listed: list[bytes] = []
        self.unlisted = 0

    def __len__(self) -> int:
        return self.unlisted + len(self.listed)

    def shorten(self) -> None:
        """Drop a list that has become too long; to be called after every block."""
        if len(self.listed) >= max(_LISTED, self.before) or self.unlisted:
            self.unlisted += len(self.listed)
            self.listed.clear()

    def put_into(self, trie: Trie) -> bytes:
        """Take them into the trie; returns the root, also where there are none."""
        number = len(self)
        if self.unlisted:
            root = trie.renew()
        elif number:
            self.listed.sort()
            root = trie.insert(self.listed, self.before)
        else:
            root = trie.root(self.before)
        self.before += number
        self.listed, self.unlisted = [], 0
        return root


def node_digest_of(entries: bytes | bytearray) -> bytes:
    """The digest of an inner node with these stored entries."""
    return merkle.node_digest(b"".join([entries[at + 4 : at + ENTRY] for at in range(0, 16 * ENTRY, ENTRY)]))
