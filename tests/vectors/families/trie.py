"""The Merkle trie: roots of sets that a rule gives, the nodes of some of them, and roots that mistakes lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

from blake3 import blake3

from families.vector import Json, rendered
from repo_format import ids, merkle

_COUNTS = (0, 1, 2, 255, 256, 257, 10_000)
_CROWDS = ((257, "f" * 60), (300, "0"), (1000, "1f"), (4000, "8" * 61))


def files() -> Iterator[tuple[str, bytes]]:
    """Path below ``tests/vectors/trie/`` and content of every file."""
    sets = [(count, "") for count in _COUNTS] + list(_CROWDS)
    yield "roots.json", rendered([_root(count, prefix) for count, prefix in sets])
    yield "nodes.json", rendered(_nodes(257, "") + _nodes(257, "f" * 3))
    yield "mistakes.json", rendered([_mistake(*made) for made in _mistakes()])


def members(count: int, prefix: str = "") -> list[bytes]:
    """The ids of a set: SHA-256 of a text with the number, the first digits then replaced by ``prefix``."""
    texts = (sha256(b"steme test vectors: %d" % number).hexdigest() for number in range(count))
    return sorted({bytes.fromhex(prefix + text[len(prefix) :]) for text in texts})


def _root(count: int, prefix: str) -> Json:
    found = members(count, prefix)
    vector: Json = {"description": _told(count, prefix), "count": count, "prefix": prefix, "different": len(found)}
    return {**vector, "root": merkle.root(found).hex()}


def _told(count: int, prefix: str) -> str:
    rule = f"SHA-256 of 'steme test vectors: n' for n from 0 to {count - 1}" if count else "No ids at all"
    return rule + (f", the first {len(prefix)} hex digits replaced by the prefix." if prefix else ".")


def _nodes(count: int, prefix: str) -> list[Json]:
    kept: dict[bytes, bytes] = {}
    merkle.digest(members(count, prefix), 0, kept.__setitem__)
    found: list[Json] = []
    for path, entries in sorted(kept.items()):
        cells = [entries[at : at + 36] for at in range(0, len(entries), 36)]
        node: Json = {"description": _told(count, prefix), "count": count, "prefix": prefix, "path": path.hex()[1::2]}
        node["children"] = [{"count": int.from_bytes(cell[:4], "big"), "digest": cell[4:].hex()} for cell in cells]
        found.append({**node, "digest": merkle.node_digest(b"".join(cell[4:] for cell in cells)).hex()})
    return found


Digest = Callable[[bytes], bytes]
_leaf, _node = ids.derive(ids.TRIE_LEAF_CONTEXT), ids.derive(ids.TRIE_NODE_CONTEXT)


def _built(found: Sequence[bytes], leaf: Digest, node: Digest, limit: int, bits: int = 4, depth: int = 0) -> bytes:
    """The trie with other functions, another size of leaves or another number of children."""
    if len(found) <= limit:
        return leaf(b"".join(found))
    shift, mask = 256 - bits * (depth + 1), (1 << bits) - 1
    parts: list[list[bytes]] = [[] for _ in range(mask + 1)]
    for one in found:
        parts[int.from_bytes(one, "big") >> shift & mask].append(one)
    return node(b"".join(_built(part, leaf, node, limit, bits, depth + 1) for part in parts))


def _mistakes() -> Iterator[tuple[str, int, str, bytes]]:
    few, many, crowd = members(256), members(257), members(257, "a")
    as_made = [sha256(b"steme test vectors: %d" % number).digest() for number in range(256)]
    empty = _leaf(b"")
    zeros = _zeros_for_none
    yield "BLAKE3 without a context.", 256, "", _built(few, _plain, _plain, 256)
    yield "A leaf hashed in the context of nodes.", 256, "", _built(few, _node, _node, 256)
    yield "A node hashed in the context of leaves.", 257, "", _built(many, _leaf, _leaf, 256)
    yield "A leaf holds at most 255 ids.", 256, "", _built(few, _leaf, _node, 255)
    yield "A leaf holds 257 ids.", 257, "", _built(many, _leaf, _node, 257)
    yield "256 children, one for every byte.", 257, "", _built(many, _leaf, _node, 256, 8)
    yield "Ids in the order in which they were made.", 256, "", _leaf(b"".join(as_made))
    yield "Ids in descending order.", 256, "", _leaf(b"".join(reversed(few)))
    yield "Empty children left out.", 257, "a", _built(crowd, _leaf, lambda data: _node(data.replace(empty, b"")), 256)
    yield "Empty children as zeros.", 257, "a", _built(crowd, zeros, _node, 256)
    yield "Nodes with one child skipped.", 257, "a", merkle.digest(crowd, 1)
    yield "One id is missing.", 257, "", merkle.root(many[1:])
    yield "One id is counted twice.", 256, "", _leaf(b"".join([few[0], *few]))


def _plain(data: bytes) -> bytes:
    return blake3(data).digest()


def _mistake(description: str, count: int, prefix: str, digest: bytes) -> Json:
    return {"description": description, "count": count, "prefix": prefix, "not": digest.hex()}


def _zeros_for_none(data: bytes) -> bytes:
    return _leaf(data) if data else bytes(32)
