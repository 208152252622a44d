"""Finding out where their set of ids differs from ours, by the short digests of two tries (docs/format/sync.md).

Pure: ``Asked`` brings what they answer, ``own`` what is here. What they say is held against what they said before:
counts have to add up, lists of ids have to hash to the digest that announced them. That equal short digests stand for
equal ids is believed here; the whole roots are compared when the exchange is over.
"""

from __future__ import annotations

from repo_format import limits, merkle
from repo_format.errors import RemoteFailed
from repo_format.wire import digests
from steme.serving.holdings import children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Protocol

    from repo_format.merkle import Path
    from steme.serving.holdings import Holdings

    class Asked(Protocol):
        """The other side."""

        def nodes(self, paths: Sequence[Path]) -> Sequence[bytes | None]:
            """For every path its 16 short entries, None where there is a leaf."""

        def leaves(self, paths: Sequence[Path]) -> Sequence[Sequence[bytes]]:
            """For every path all ids below it, ascending."""


MAX_PATHS_ASKED = 400_000
"""Nodes and lists asked for in one walk: those of two sets of 50,000,000 ids that have nothing in common."""

EVERYTHING = 4
"""Who has so many times as much as we do is asked only for what is near ours: nearly all the rest is missing here."""

_FEW = 1_024
"""Not from whoever has only so many."""

_DEEPEST = 64
"""Digits of an id: below so many there cannot be two."""


class Node:
    """A place where the two sides differ: how many ids they say they have below it, their short digest of them, and how
    many are here (``mine``).
    """

    __slots__ = ("count", "digest", "mine", "path")

    def __init__(self, path: Path, count: int, digest: bytes, mine: int) -> None:
        self.path = path
        self.count = count
        self.digest = digest
        self.mine = mine


class Differences:
    """``missing`` are the ids that they have and we lack, None when these are so many that everything is to be asked
    for; ``ours`` are the ids that we have and they lack. Both ascending.
    """

    __slots__ = ("missing", "ours")

    def __init__(self, missing: list[bytes] | None, ours: list[bytes]) -> None:
        self.missing = missing
        self.ours = ours


class Walk:
    """One comparison with a side that has ``count`` ids and the given ``root``, ``own_count`` being ours.

    ``most`` is how many missing ids are worth a list.
    """

    def __init__(self, own: Holdings, own_count: int, count: int, root: bytes, most: int) -> None:
        self._own = own
        self._start = Node(b"", count, root[: digests.SHORT], own_count)
        self._most = most
        self._everything = count >= EVERYTHING * own_count and count > _FEW
        self._missing: list[bytes] = []
        self._ours: list[bytes] = []
        self._asked = 0

    def differences(self, asked: Asked, top: bytes = b"") -> Differences:
        """Walk down from ``top``, their 256 nodes at depth 2, or from the root where there is none.

        Raises RemoteFailed for what does not fit together.
        """
        nodes = self._below(self._start, top, digests.TOP_DEPTH) if top else [self._start]
        leaves: list[Node] = []
        while nodes:
            leaves += [node for node in nodes if digests.is_leaf(node.count)]
            inner = [node for node in nodes if not digests.is_leaf(node.count)]
            nodes = []
            for batch in _slices(inner):
                self._spend(batch)
                nodes += self._take_children(batch, asked.nodes([node.path for node in batch]))
        for batch in _batches(leaves):
            wanted = [node for node in batch if node.mine or not self._everything]
            self._spend(wanted)
            self._take_lists(wanted, asked.leaves([node.path for node in wanted]) if wanted else ())
        self._ours.sort()
        self._missing.sort()
        return Differences(None if self._everything else self._missing, self._ours)

    def _take_children(self, batch: Sequence[Node], answers: Sequence[bytes | None]) -> list[Node]:
        found: list[Node] = []
        for node, below in zip(batch, answers, strict=True):
            if below is None:
                raise RemoteFailed(
                    f"the remote lied: it has {node.count} objects below {_shown(node.path)} and no node"
                )
            found += self._below(node, below, 1)
        return found

    def _below(self, node: Node, entries: bytes, levels: int) -> list[Node]:
        """The places ``levels`` below a node at which the two sides differ and there is something to be asked."""
        theirs = list(digests.entries(entries))
        if sum(count for count, _ in theirs) != node.count:
            raise RemoteFailed(f"the remote lied: the counts below {_shown(node.path)} do not make {node.count}")
        found: list[Node] = []
        for place, mine in zip(range(len(theirs)), self._entries(node.path, levels), strict=True):
            if theirs[place] != mine:
                path = node.path + (bytes((place,)) if levels == 1 else bytes((place >> 4, place & 15)))
                found += self._sorted_out(Node(path, *theirs[place], mine[0]))
        return found

    def _entries(self, path: Path, levels: int) -> Iterator[tuple[int, bytes]]:
        if levels == 1:
            yield from digests.entries(children(self._own, path))
            return
        for number in range(16):
            yield from digests.entries(children(self._own, path + bytes((number,))))

    def _sorted_out(self, node: Node) -> list[Node]:
        """Nothing where one side being empty answers the question, else the node."""
        if node.count == 0:
            self._ours += self._own.ids_below(node.path)
        return [] if node.count == 0 or (node.mine == 0 and self._everything) else [node]

    def _take_lists(self, batch: Sequence[Node], answers: Sequence[Sequence[bytes]]) -> None:
        for node, theirs in zip(batch, answers, strict=True):
            _check_list(node, theirs)
            here, there = set(self._own.ids_below(node.path)), set(theirs)
            self._ours += here - there
            if not self._everything:
                self._missing += there - here
        if len(self._missing) > self._most:
            self._everything, self._missing = True, []

    def _spend(self, batch: Sequence[Node]) -> None:
        self._asked += len(batch)
        if self._asked > MAX_PATHS_ASKED or any(len(node.path) >= _DEEPEST for node in batch if node.count > 1):
            raise RemoteFailed("the remote shows differences without end, or has too little in common with this one")


def _check_list(node: Node, theirs: Sequence[bytes]) -> None:
    low, high = merkle.bounds(node.path)
    inside = not theirs or (low <= theirs[0] and (high is None or theirs[-1] < high))
    if len(theirs) != node.count or not inside or merkle.digest(theirs, len(node.path))[: digests.SHORT] != node.digest:
        raise RemoteFailed(f"the remote lied: what it lists below {_shown(node.path)} is not what it announced")


def _batches(leaves: Iterable[Node]) -> Iterator[list[Node]]:
    """Lists to be asked for together: no more ids than an answer should hold."""
    batch: list[Node] = []
    ids = 0
    for node in leaves:
        if batch and (ids + node.count > limits.MAX_IDS_TOLD or len(batch) == limits.MAX_PATHS):
            yield batch
            batch, ids = [], 0
        batch.append(node)
        ids += node.count
    if batch:
        yield batch


def _slices(nodes: Sequence[Node]) -> Iterator[Sequence[Node]]:
    for at in range(0, len(nodes), limits.MAX_PATHS):
        yield nodes[at : at + limits.MAX_PATHS]


def _shown(path: Path) -> str:
    return "".join(f"{digit:x}" for digit in path) or "the root"
