"""Reach: the claims that rest on an object - those that cite it, those that follow from it, and so on downwards."""

from __future__ import annotations

from repo_format import objects, vocabulary
from repo_format.storage import tables
from steme.candidate import Candidate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.objects.assertion import Assertion
    from repo_format.storage.snapshot import Snapshot

_PARENT = tables.RELATIONS.index("parent")
_RELATION_AT = 4
"""Byte of an ``about`` row that holds the relation."""


class Reached:
    """A claim that rests on an object: its ``claim``, its ``row`` as standing is judged by, and how it was reached.

    ``depth`` is 0 for the object itself, 1 for what cites it or follows from it; ``above`` is the id through which it
    was reached first.
    """

    __slots__ = ("above", "claim", "depth", "row")

    def __init__(self, claim: Assertion, row: Candidate, depth: int, above: bytes) -> None:
        self.claim = claim
        self.row = row
        self.depth = depth
        self.above = above


def reach(view: Snapshot, object_id: bytes) -> list[Reached]:
    """The claims that rest on an object, itself included if it is one, by depth, then in order of arrival.

    Every claim is there once, with its smallest depth. Costs a read of each. Raises Damaged.
    """
    level = {object_id: object_id}
    met = {object_id}
    found: list[Reached] = []
    itself = _reached(view, object_id, 0, object_id)
    found += [itself] if itself else []
    depth = 0
    while level:
        depth += 1
        below = _citing(view, object_id) if depth == 1 else {}
        below.update(_children(view, level))
        level = {one: above for one, above in below.items() if one not in met}
        met |= level.keys()
        made = (_reached(view, one, depth, above) for one, above in level.items())
        found += sorted((one for one in made if one is not None), key=lambda one: one.row.seq)
    return found


def _citing(view: Snapshot, source: bytes) -> dict[bytes, bytes]:
    term = view.term(tables.TERM_OBJECT + source)
    seqs = view.seqs(tables.BY_SOURCE, tables.U32.pack(term)) if term else []
    return {view.id_of(seq): source for seq in seqs}


def _children(view: Snapshot, parents: Iterable[bytes]) -> dict[bytes, bytes]:
    with view.txn.cursor(view.databases[tables.ABOUT]) as cursor:
        rows = cursor.getmulti(parents, dupdata=True)
    return {row[-32:]: parent for parent, row in rows if row[_RELATION_AT] == _PARENT}


def _reached(view: Snapshot, object_id: bytes, depth: int, above: bytes) -> Reached | None:
    seq = view.seq_of(object_id)
    data = view.record(seq).payload if seq else None
    claim = objects.read(data) if data is not None else None
    if claim is None or claim.kind != "assertion":
        return None
    return Reached(claim, row_of(view, seq, object_id, claim), depth, above)  # type: ignore[arg-type]


def row_of(view: Snapshot, seq: int, object_id: bytes, claim: Assertion) -> Candidate:
    """A claim as a candidate of which all is known that its standing depends on; its value is left out."""
    source = view.term(tables.TERM_OBJECT + bytes.fromhex(claim.source)) if claim.source else 0
    author = view.term(tables.TERM_KEY + bytes.fromhex(claim.author))
    stage = vocabulary.LIFECYCLES.index(claim.lifecycle or vocabulary.DEFAULT_LIFECYCLE)
    flags = tables.HAS_PARENT if claim.parent else 0
    confidence = float(claim.confidence)
    return Candidate(
        (seq, claim.time, author, 0, 0.0, confidence, 0, source, 0, object_id, claim.tier, stage, tables.NUMBER, flags)
    )
