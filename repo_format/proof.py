"""Inclusion proofs: everything that a stranger needs to check that an object belongs to a head (docs/format/proofs.md).

A proof holds the payload, its proof of authorship (a signature or the whole seal), the ids of its trie leaf, the
sibling digests on the way to the root, and the signed head. Checking one needs no repository; making one needs a view
of a trie, given as two functions. How a proof is written as JSON is the business of ``proof_document.py``.
"""

from __future__ import annotations

from itertools import pairwise

from repo_format import ids, limits, merkle, objects, signature
from repo_format.errors import BadSignature, InvalidInput, MalformedObject, Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from repo_format.head import Head
    from repo_format.objects import Payload
    from repo_format.seal import Seal

    Entries = Callable[[merkle.Path], bytes | None]
    """The 16 entries (count u32, digest 32) of the inner node at a path, None where there is none."""

    Below = Callable[[merkle.Path], Sequence[bytes]]
    """All ids below a path, in order."""

SIBLINGS = 15
MAX_DEPTH = 64
_ENTRY = 36


class Path:
    """The way from a leaf to the root: the ``leaf``'s ids in order, and for each level, the root's first, siblings."""

    __slots__ = ("leaf", "levels")

    def __init__(self, leaf: Sequence[bytes], levels: Sequence[Sequence[bytes]]) -> None:
        self.leaf = tuple(leaf)
        self.levels = tuple(tuple(level) for level in levels)

    def root(self, object_id: bytes) -> bytes:
        """The root that this path leads to from the leaf that holds ``object_id``.

        Raises Refused when the leaf is none that this id could stand in.
        """
        _check_leaf(object_id, self.leaf, len(self.levels))
        digest = merkle.leaf_digest(self.leaf)
        for depth in reversed(range(len(self.levels))):
            place, siblings = merkle.digit(object_id, depth), self.levels[depth]
            digest = merkle.node_digest(b"".join((*siblings[:place], digest, *siblings[place:])))
        return digest


def _check_leaf(object_id: bytes, leaf: tuple[bytes, ...], depth: int) -> None:
    if object_id not in leaf:
        raise Refused("the leaf of the proof does not hold the id of the object")
    if len(leaf) > limits.TRIE_LEAF or any(a >= b for a, b in pairwise(leaf)):
        raise Refused("the leaf of the proof is not a leaf: its ids are too many or not in ascending order")
    if any(one.hex()[:depth] != object_id.hex()[:depth] for one in leaf):
        raise Refused(f"the leaf of the proof holds ids that do not share its first {depth} digits")


def path_to(object_id: bytes, entries: Entries, below: Below) -> Path:
    """The path of an id in a trie that holds it. ``entries`` is asked for one node a level, ``below`` for the leaf."""
    levels: list[list[bytes]] = []
    path = b""
    while (stored := entries(path)) is not None:
        digests = [stored[at + 4 : at + _ENTRY] for at in range(0, 16 * _ENTRY, _ENTRY)]
        place = merkle.digit(object_id, len(path))
        levels.append(digests[:place] + digests[place + 1 :])
        path += bytes((place,))
    return Path(below(path), levels)


class Proof:
    """An object, who stands behind it, and the way from it to a head. ``seal`` is None when ``signature`` proves it."""

    __slots__ = ("head", "path", "payload", "seal", "signature")

    def __init__(self, payload: bytes, signed: bytes, seal: Seal | None, path: Path, head: Head) -> None:
        self.payload = payload
        self.signature = signed
        self.seal = seal
        self.path = path
        self.head = head

    @property
    def id(self) -> bytes:
        """The id of the object: the hash of its payload."""
        return ids.object_id(self.payload)

    def check(self) -> Payload:
        """The payload, if every link of the chain holds: payload, authorship, leaf, path, root, head.

        Raises Refused or BadSignature with one sentence that names the first link that does not. That the head's signer
        is somebody to be trusted is for the caller to decide.
        """
        payload = self._read()
        self._check_authorship(bytes.fromhex(payload.author))
        if not self.path.levels and len(self.path.leaf) != self.head.count:
            raise Refused(f"the leaf holds {len(self.path.leaf)} ids and the head counts {self.head.count}")
        if self.path.root(self.id) != self.head.root:
            raise Refused("the path from the leaf does not lead to the root that the head names")
        try:
            self.head.check()
        except BadSignature:
            raise BadSignature("the signature of the head does not hold for its signer") from None
        return payload

    def _read(self) -> Payload:
        try:
            return objects.read(self.payload)
        except MalformedObject as error:
            raise Refused(f"the payload is not a valid object: {error}") from None

    def _check_authorship(self, author: bytes) -> None:
        if self.seal is None:
            try:
                signature.check_object(author, self.id, self.signature)
            except BadSignature:
                raise BadSignature("the signature of the object does not hold for its author") from None
            return
        if self.id not in self.seal.ids:
            raise BadSignature("the seal does not list the id of the object")
        if self.seal.author != author:
            raise BadSignature("the seal is by somebody who is not the author of the object")
        try:
            self.seal.verify()
        except BadSignature:
            raise BadSignature("the signature of the seal does not hold for its author") from None


def check_shape(proof: Proof) -> None:
    """:raises InvalidInput: sizes that no proof has: an empty or too long leaf, a level without 15 siblings."""
    if not 1 <= len(proof.path.leaf) <= limits.TRIE_LEAF:
        raise InvalidInput("leaf", f"holds {len(proof.path.leaf)} ids; a leaf has 1 to {limits.TRIE_LEAF}")
    if len(proof.path.levels) > MAX_DEPTH:
        raise InvalidInput("path", f"has {len(proof.path.levels)} levels; there are at most {MAX_DEPTH}")
    for depth, level in enumerate(proof.path.levels):
        if len(level) != SIBLINGS:
            raise InvalidInput(f"path[{depth}]", f"has {len(level)} digests, not {SIBLINGS}")
