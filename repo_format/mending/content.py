"""What a passage with holes still holds: its objects in order, where some are missing, its refs."""

from __future__ import annotations

from repo_format import block, frame, ids, refs, seal
from repo_format.errors import MalformedObject
from repo_format.mending.damaged_log import Hole
from repo_format.record import sealed_records, signed_records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.frame import Frame
    from repo_format.mending.damaged_log import Passage
    from repo_format.record import Record

_OBJECTS = frozenset((0, frame.SIGNED, frame.BLOCK, frame.SEAL))
_REFS = frozenset((0, frame.REF, frame.FOREIGN_HEAD))


class _Gap:
    """Where objects may be missing: under ``proof``, from the position ``low`` to ``high``, or nobody knows which."""

    __slots__ = ("high", "low", "proof")

    def __init__(self, proof: seal.Seal | None, low: int) -> None:
        self.proof = proof
        self.low = low
        self.high = len(proof.ids) if proof else 0


class Content:
    """``records`` are the objects that can be read, by id; ``refs`` the records of refs (name, old, new), and
    ``foreign`` the heads of others (193 bytes), in order. ``may_lack_refs`` tells whether a hole may have held some.
    """

    def __init__(self, passage: Passage) -> None:
        self.records: dict[bytes, Record] = {}
        self.refs: list[tuple[str, bytes, bytes]] = []
        self.foreign: list[bytes] = []
        self.may_lack_refs = any(hole.kind in _REFS for hole in passage.holes)
        self._order: list[bytes | _Gap] = []
        self._proof: seal.Seal | None = None
        self._place = 0
        for item in passage.items:
            try:
                self._take(item)
            except MalformedObject:
                self._order.append(_Gap(None, 0))

    def named(self) -> list[bytes | None]:
        """The ids in order as far as the frames tell them; None for a gap in which nobody knows what is missing."""
        found: list[bytes | None] = []
        for item in self._order:
            if isinstance(item, bytes):
                found.append(item)
            elif item.proof is None:
                found.append(None)
            else:
                found += [one for one in item.proof.ids[item.low : item.high] if one not in self.records]
        return found

    def _take(self, item: Frame | Hole) -> None:
        if isinstance(item, Hole):
            self._hole(item)
            return
        match item.kind:
            case frame.SIGNED:
                self._add(signed_records(item))
            case frame.SEAL:
                self._proof, self._place = seal.Seal.decode(item.body), 0
            case frame.BLOCK:
                self._block(item)
            case frame.REF:
                self.refs.append(refs.decode(item.body))
            case frame.FOREIGN_HEAD:
                self.foreign.append(item.body)

    def _hole(self, hole: Hole) -> None:
        if hole.kind in _OBJECTS:
            self._order.append(_Gap(self._proof if hole.kind == frame.BLOCK else None, self._place))
        if hole.kind in (0, frame.SEAL):
            self._proof = None

    def _block(self, found: Frame) -> None:
        if self._proof is None or self._proof.id != found.body[:32]:
            payloads = block.decode_block(found.flags, found.body)[2]
            self._order += [ids.object_id(payload) for payload in payloads if payload]  # they have lost their proof
            return
        records = sealed_records(found, self._proof)
        if any(record.payload is not None and ids.object_id(record.payload) != record.id for record in records):
            raise MalformedObject("block", "does not hold what its seal lists")
        first = int.from_bytes(found.body[32:34], "big")
        for gap in self._order:
            if isinstance(gap, _Gap) and gap.proof is self._proof and gap.low <= first < gap.high:
                gap.high = first
        self._place = first + len(records)
        self._add(records)

    def _add(self, records: list[Record]) -> None:
        self._order += [record.id for record in records]
        self.records.update((record.id, record) for record in records)
