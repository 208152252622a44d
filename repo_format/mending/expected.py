"""What the index remembers of a log: the ids by their numbers, commits, refs, and which objects were erased.

It is read by another process, since a damaged index can kill whoever reads it; and believed for what it says of the log
only as far as heads and roots bear it out afterwards.
"""

from __future__ import annotations

from repo_format import frame, head, refs, seal, segment
from repo_format.checking import index_process
from repo_format.errors import Damaged
from repo_format.record import signed_records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.checking.index_process import Answers
    from repo_format.frame import Frame


class CommitMemory:
    """``objects`` are there after commit ``number``, whose head has the id ``head`` and was made at ``time``; its frame
    stood in ``segment``. ``body`` is that frame's body where a copy of the log has it, else empty.
    """

    __slots__ = ("body", "head", "number", "objects", "segment", "time")

    def __init__(self, number: int, objects: int, time: int, segment: int, head_id: bytes, body: bytes = b"") -> None:
        self.number = number
        self.objects = objects
        self.time = time
        self.segment = segment
        self.head = head_id
        self.body = body


class Expected:
    """Nothing where there is no index that can be read: then ``commits`` is empty and ``is_known`` false."""

    def __init__(self, answers: Answers | None = None) -> None:
        self.is_known = answers is not None and not answers.end and bool(answers.commits)
        self._ids = b""
        self.commits: dict[int, CommitMemory] = {}
        self.refs: dict[str, bytes] = {}
        self.foreign: dict[bytes, bytes] = {}
        self.erased: set[bytes] = set()
        if answers is None or not self.is_known:
            return
        self._ids = bytes.fromhex("".join(answers.names))
        for number, objects, time, place, head_id in answers.commits:
            self.commits[number] = CommitMemory(number, objects, time, place, bytes.fromhex(head_id))
        self.refs = {name: bytes.fromhex(head_id) for name, head_id in answers.refs}
        self.foreign = {head.decode(data).id: data for data in map(bytes.fromhex, answers.foreign)}
        self.erased = {self._ids[32 * seq - 32 : 32 * seq] for seq in answers.erased}

    @classmethod
    def of(cls, parent: str) -> Expected:
        """What the index of the repository ``PARENT/.steme`` remembers."""
        return cls(index_process.ask("history", parent))

    @classmethod
    def by_copy(cls, frames: Iterable[tuple[int, Frame]], repository_id: bytes) -> Expected:
        """The same of a copy of the log, given as its frames and the numbers of their segments.

        Raises MalformedObject, and Damaged where it is another repository's.
        """
        found = cls()
        ordered = bytearray()
        proof: seal.Seal | None = None
        for number, one in frames:
            match one.kind:
                case frame.SIGNED:
                    ordered += b"".join(record.id for record in signed_records(one))
                case frame.SEAL:
                    proof = seal.Seal.decode(one.body)
                case frame.BLOCK if proof is not None:
                    first, count = (int.from_bytes(one.body[at : at + 2], "big") for at in (32, 34))
                    ordered += b"".join(proof.ids[first : first + count])
                case frame.REF:
                    name, _, found.refs[name] = refs.decode(one.body)
                case frame.FOREIGN_HEAD:
                    found.foreign[head.decode(one.body).id] = one.body
                case frame.COMMIT:
                    found._remember(number, segment.decode_commit(one.body), one.body, repository_id)
        found._ids, found.is_known = bytes(ordered), bool(found.commits)
        found.refs = {name: head_id for name, head_id in found.refs.items() if head_id != refs.NO_HEAD}
        return found

    def _remember(self, number: int, commit: segment.Commit, body: bytes, repository_id: bytes) -> None:
        one = commit.head
        if one.repository != repository_id:
            raise Damaged("it is a copy of another repository")
        self.refs[refs.MAIN] = one.id
        self.commits[commit.number] = CommitMemory(commit.number, one.count, one.time, number, one.id, body)

    @property
    def last(self) -> int:
        """The number of the last commit, 0 when nothing is remembered."""
        return max(self.commits, default=0)

    def ids(self, first: int, count: int) -> list[bytes]:
        """The ids of so many objects from seq ``first`` on; none unless all of them are remembered."""
        piece = self._ids[32 * (first - 1) : 32 * (first - 1 + count)]
        found = [piece[at : at + 32] for at in range(0, len(piece), 32)]
        return found if len(found) == count and all(map(any, found)) else []
