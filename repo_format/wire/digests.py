"""The short digests by which two tries are compared: 20 bytes for a node, its count and half of its digest.

Sixteen bytes of BLAKE3 tell two sets apart as surely as anything needs that is not proved by it: when an exchange is
over, the whole roots are compared (docs/format/sync.md, section 4).
"""

from __future__ import annotations

from repo_format import limits, merkle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHORT = 16
ENTRY = 4 + SHORT
CHILDREN_BYTES = 16 * ENTRY
TOP_DEPTH = 2
TOP_BYTES = 16**TOP_DEPTH * ENTRY

_LONG = 36


def shorten(entries: bytes) -> bytes:
    """16 short entries for the 16 entries of 36 bytes that a kept trie has for an inner node."""
    return b"".join([entries[at : at + ENTRY] for at in range(0, len(entries), _LONG)])


def children_of(ordered: Sequence[bytes], depth: int) -> bytes:
    """The 16 short entries below a path of ``depth`` digits that all these sorted ids begin with."""
    parts = merkle.split(ordered, depth)
    digests = [merkle.digest(part, depth + 1) for part in parts]
    return b"".join([len(part).to_bytes(4, "big") + one[:SHORT] for part, one in zip(parts, digests, strict=True)])


def entries(data: bytes) -> Iterator[tuple[int, bytes]]:
    """``(count, short digest)`` of every node in ``data``, in order."""
    for at in range(0, len(data), ENTRY):
        yield int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + ENTRY]


def differing(mine: bytes, theirs: bytes) -> list[int]:
    """The places at which two runs of entries differ."""
    places = range(0, max(len(mine), len(theirs)), ENTRY)
    return [at // ENTRY for at in places if mine[at : at + ENTRY] != theirs[at : at + ENTRY]]


def is_leaf(count: int) -> bool:
    """Whether a node with so many ids has no children."""
    return count <= limits.TRIE_LEAF
