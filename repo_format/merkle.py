"""The Merkle trie over a set of ids, as pure functions (docs/format/merkle.md).

The ids form a trie by hexadecimal digit. A node with at most 256 ids is a leaf, and its digest is H(leaf, ids in
order); any other is H(node, digests of its 16 children). H is BLAKE3 with one derive-key context for leaves and one
for nodes, so that neither can be taken for the other (the lesson of RFC 6962, section 2.1). The root depends on the
set alone.
"""

from __future__ import annotations

from bisect import bisect_left

from repo_format import ids, limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_leaf = ids.derive(ids.TRIE_LEAF_CONTEXT)
_node = ids.derive(ids.TRIE_NODE_CONTEXT)

Path = bytes
"""A place in the trie: one byte, 0 to 15, for every hexadecimal digit from the root."""


def leaf_digest(ordered: Sequence[bytes]) -> bytes:
    """The digest of a leaf with these ids, which must be sorted and distinct; 32 bytes."""
    return _leaf(b"".join(ordered))


def node_digest(children: bytes) -> bytes:
    """The digest of an inner node with these 16 child digests, 512 bytes in order of the digit; 32 bytes."""
    return _node(children)


def digit(object_id: bytes, depth: int) -> int:
    """The hexadecimal digit of an id at a depth, counted from 0."""
    byte = object_id[depth >> 1]
    return byte & 15 if depth & 1 else byte >> 4


def bounds(path: Path) -> tuple[bytes, bytes | None]:
    """The half-open range of ids below a path, as byte strings to compare with; None for "to the end"."""
    padded = path if len(path) % 2 == 0 else path + b"\0"
    low = bytes((padded[i] << 4) | padded[i + 1] for i in range(0, len(padded), 2))
    number = int.from_bytes(low, "big") + (1 if len(path) % 2 == 0 else 16)
    if not path or number >> (8 * len(low)):
        return low, None
    return low, number.to_bytes(len(low), "big")


def split(ordered: Sequence[bytes], depth: int) -> list[Sequence[bytes]]:
    """Sorted ids that share their first ``depth`` digits, as 16 runs by the digit at that depth."""
    runs: list[Sequence[bytes]] = [()] * 16
    if len(ordered) == 1:  # a single claim, by far the most frequent: no bisection
        runs[digit(ordered[0], depth)] = ordered
    if len(ordered) <= 1:
        return runs
    stem = int.from_bytes(ordered[0], "big") >> (256 - 4 * depth) if depth else 0
    cuts = [0]
    for number in range(1, 16):
        edge = ((stem << 4 | number) << (252 - 4 * depth)).to_bytes(32, "big")
        cuts.append(bisect_left(ordered, edge, cuts[-1]))
    cuts.append(len(ordered))
    return [ordered[cuts[i] : cuts[i + 1]] for i in range(16)]


def digest(
    ordered: Sequence[bytes], depth: int = 0, keep: Callable[[Path, bytes], None] | None = None, path: Path = b""
) -> bytes:
    """The digest of the node at ``path`` that holds these sorted, distinct ids, all sharing its first ``depth`` digits.

    ``keep`` is called with the path and the entries of every inner node below and at ``path``: 16 times a count (u32)
    and a digest (32 bytes). With depth 0 this is the root of the set.
    """
    if len(ordered) <= limits.TRIE_LEAF:
        return leaf_digest(ordered)
    parts = split(ordered, depth)
    digests = [digest(part, depth + 1, keep, path + bytes((i,))) for i, part in enumerate(parts)]
    if keep is not None:
        keep(path, b"".join(len(part).to_bytes(4, "big") + d for part, d in zip(parts, digests, strict=True)))
    return node_digest(b"".join(digests))


def root(object_ids: Sequence[bytes]) -> bytes:
    """The root of a set of ids in any order, duplicates allowed; the specification that the kept trie is tested by."""
    return digest(sorted(set(object_ids)))


EMPTY_ROOT = leaf_digest(())
