"""The audit of a log: every frame in order, against all that stands before it (docs/format/checking.md, section 3).

It changes nothing and stops at nothing: damage becomes a finding, and what follows is checked as if it were not there.
"""

from __future__ import annotations

from repo_format import frame, head, refs, seal, segment
from repo_format.checking import commits, contents
from repo_format.checking.finding import DAMAGE, NOTE, Finding
from repo_format.checking.ledger import RESTORE, Ledger
from repo_format.checking.pending import Lost
from repo_format.checking.walk import Broken, walk
from repo_format.errors import BadSignature, FromTheFuture, MalformedObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from repo_format.checking.naming import Names
    from repo_format.checking.source import Source
    from repo_format.frame import Frame


class Audit(Ledger):
    """Reads segments one after another into the ledger.

    ``end`` is the place behind the last commit, opening or closing: segment, byte, and the chain hashes possible there.
    ``erased`` are findings about objects without a payload, true unless an erasure is in ``excused``.
    """

    def __init__(self, repository_id: bytes, names: Names, quick: bool, advance: Callable[[int], None]) -> None:
        super().__init__(repository_id, names, quick)
        self.erased: dict[bytes, Finding] = {}
        self.excused: set[bytes] = set()
        self.end: tuple[int, int, Sequence[bytes]] = (0, 0, (frame.START,))
        self._advance = advance
        self._number = 0
        self._source: Source | None = None
        self._chains: Sequence[bytes] = ()
        self._closed = False

    def read(self, number: int, source: Source, offset: int, chains: Sequence[bytes], after: bytes) -> Sequence[bytes]:
        """Go through segment ``number`` from ``offset``; returns the chain hashes possible behind its last frame."""
        self.file = source.name
        self._number, self._source, self._chains, self._closed = number, source, chains, False
        for found in walk(source, offset, chains, after):
            if isinstance(found, Broken):
                self._chains = found.chains
                self._broken(found)
            else:
                self._chains = (found.chain,)
                self._frame(found)
            self._advance(found.end - found.offset)
        return self._chains

    def end_sealed(self, source: Source) -> None:
        """The sealed segment ``source`` has been read: see that it ended as one."""
        if self._closed or (self.pending.lost and self.pending.lost[-1].kind in (0, frame.CLOSING)):
            return
        sentence = "this segment was sealed and does not end with its closing; what stood behind is missing"
        finding = Finding(DAMAGE, "segment", sentence, source.name, source.size, "", (), RESTORE)
        self.pending.findings.append(finding)
        self.pending.lost.append(Lost(finding, 0))

    def _broken(self, found: Broken) -> None:
        kind = frame.KIND_NAMES.get(found.kind, "unknown kind")
        size = found.end - found.offset
        if found.sound is not None:
            sentence = f"a frame ({kind}, {size} bytes) is damaged: {found.problem}; its content is sound"
            self.add("frame", sentence, found)
            self._frame(found.sound)
            return
        finding = self.add("frame", f"a frame ({kind}, {size} bytes) is damaged: {found.problem}", found)
        self._lose(found, finding)
        if found.kind in (frame.SIGNED, frame.BLOCK) and found.body is not None and not self.quick:
            if found.kind == frame.SIGNED:
                sound = contents.sound_signed(found.body)
            else:
                sound = contents.sound_sealed(found.flags, found.body, self.pending.seal)
            self.pending.hold(sound)

    def _lose(self, found: Broken | Frame, finding: Finding) -> None:
        pending = self.pending
        is_whole, is_told = (found.whole, found.body is not None) if isinstance(found, Broken) else (True, True)
        kind = found.kind if is_told else 0
        pending.lost.append(Lost(finding, kind, is_whole, pending.seal, pending.place))
        if kind in (0, frame.SEAL):
            pending.unsealed = finding
        if found.kind == frame.SEAL:
            pending.begin_seal(None, finding)

    def _frame(self, found: Frame) -> None:
        try:
            self._read(found)
        except FromTheFuture as error:
            self._lose(found, self.add("future", f"this frame cannot be judged: {error}", found, NOTE, "Update steme."))
        except (MalformedObject, BadSignature) as error:
            finding = self.add("frame", f"a frame ({frame.KIND_NAMES[found.kind]}) has bad content: {error}", found)
            self._lose(found, finding)

    def _read(self, found: Frame) -> None:
        match found.kind:
            case frame.SIGNED:
                self._signed(found)
            case frame.SEAL:
                self._seal(found)
            case frame.BLOCK:
                self._block(found)
            case frame.FOREIGN_HEAD:
                self._foreign(found, head.decode(found.body))
            case frame.REF:
                self.pending.refs.append((*refs.decode(found.body), self.file, found.offset))
            case frame.COMMIT:
                commits.close(self, found, segment.decode_commit(found.body))
                self.end = (self._number, found.end, self._chains)
            case frame.OPENING:
                self._opening(found, segment.decode_opening(found.body))
            case frame.CLOSING:
                self._closing(found, *segment.decode_closing(found.body))
            case _:
                raise MalformedObject("frame", "is of a kind that no segment holds")

    def _foreign(self, found: Frame, signed: head.Head) -> None:
        if not self.quick:
            signed.check()
        if signed.id in self.pending.foreign or signed.id in self.foreign or signed.id in self.heads:
            self.add("ref", f"the head {signed.id.hex()[:12]} stood in the log before it", found, NOTE)
        self.pending.foreign.add(signed.id)

    def _signed(self, found: Frame) -> None:
        self.pending.begin_seal(None)
        if self.quick:
            self.pending.count += contents.count(True, found.body)
        else:
            self._hold(found, contents.signed(found.body))

    def _seal(self, found: Frame) -> None:
        if self.quick:
            return
        proof = seal.Seal.decode(found.body)
        proof.verify()
        self.pending.begin_seal(proof)

    def _block(self, found: Frame) -> None:
        if self.quick:
            self.pending.count += contents.count(False, found.body)
            return
        pending, named = self.pending, found.body[:32]
        if pending.seal is not None and (pending.unsealed is None or pending.seal.id == named):
            held = contents.sealed(found.flags, found.body, pending.seal)
            first = int.from_bytes(found.body[32:34], "big")
            pending.move_to(first, first + len(held.ids))
            self._hold(found, held)
            return
        finding = pending.unsealed
        if finding is None:
            finding = self.add("seal", "sealed objects stand here without the seal that they name", found)
        ids = contents.unsealed(found.flags, found.body)
        finding.ids += ids
        pending.hold(ids)

    def _hold(self, found: Frame, held: contents.Held) -> None:
        self.pending.hold(held.ids)
        for object_id, problem in held.bad:
            self.add("object", f"object {object_id.hex()[:12]} {problem}", found).ids.append(object_id)
        for object_id, problem in held.unknown:
            sentence = f"object {object_id.hex()[:12]} cannot be judged: {problem}"
            self.add("future", sentence, found, NOTE, "Update steme.").ids.append(object_id)
        for object_id in held.erased:
            self.erased[object_id] = Finding(
                DAMAGE, "erased", f"object {object_id.hex()[:12]} has lost its payload and no erasure says why",
                self.file, found.offset, frame.KIND_NAMES[found.kind], [object_id], RESTORE,
            )  # fmt: skip
        self.excused.update(held.excused)

    def _opening(self, found: Frame, opening: segment.Opening) -> None:
        problems = []
        if found.offset:
            problems.append("stands in the midst of it")
        if opening.repository != self.repository_id:
            problems.append("belongs to another repository")
        if opening.number != self._number:
            problems.append(f"says that it is segment {opening.number}")
        if opening.first_seq != self.seq + self.pending.count and not self.pending.lost:
            problems.append(f"begins with object {opening.first_seq} where {self.seq + self.pending.count} is next")
        for problem in problems:
            self.add("opening", f"the opening of segment {self._number} {problem}", found)
        self._settle(found)

    def _closing(self, found: Frame, number: int, objects: int) -> None:
        self._closed = True
        here = (self.commit, self.seq - 1)
        if not self.pending.lost and (number, objects) != here:
            sentence = f"the closing counts {number} commits and {objects} objects; there are {here[0]} and {here[1]}"
            self.add("closing", sentence, found)
        if self._source and found.end != self._source.size:
            self.add("closing", "the closing is not the end of its segment", found)
        self._settle(found)

    def _settle(self, found: Frame) -> None:
        """Behind an opening or a closing the log may end, if nothing waits for a commit."""
        if self.pending.holds_nothing:
            self.settle()
            self.end = (self._number, found.end, self._chains)
