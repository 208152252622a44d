"""Making the transactions of a damaged passage again: from what it still holds, what was fetched, and what is known of
its commits.
"""

from __future__ import annotations

from repo_format import frame, head, merkle, refs, segment
from repo_format.errors import BadSignature, MalformedObject
from repo_format.mending.reframing import frames_of
from repo_format.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from repo_format.mending.expected import CommitMemory, Expected
    from repo_format.mending.plan import Damage
    from repo_format.storage.rewriting import Written
    from repo_format.storage.transaction import Signer


class Mended:
    """One transaction as it is to be written into ``segment``: its frames, and the body of its commit."""

    __slots__ = ("commit", "frames", "segment")

    def __init__(self, number: int, frames: list[Written], commit: bytes) -> None:
        self.segment = number
        self.frames = frames
        self.commit = commit


class Mender:
    """Mends passages with what is ``expected`` (of the index), the ``memories`` of commits that have their frames,
    fetched ``records``, and the key of whoever mends, asked for when it is needed. ``problems`` and ``missing`` say
    what cannot be had.
    """

    def __init__(
        self,
        repository_id: bytes,
        expected: Expected,
        memories: Mapping[int, CommitMemory],
        records: Mapping[bytes, Record],
        signer: Callable[[], Signer | None],
    ) -> None:
        self._repository_id = repository_id
        self._expected = expected
        self._memories = memories
        self._records = records
        self._signer = signer
        self.problems: list[str] = []
        self.missing: list[bytes] = []

    def mend(self, damage: Damage) -> list[Mended]:
        """The transactions of a passage; what is missing has been added to ``problems`` and ``missing``."""
        commits = self._commits(damage)
        wanted = [one for one in damage.ids if one is not None]
        records = [self._record(damage, one) for one in wanted]
        if damage.unnamed:
            self.problems.append(f"{damage.unnamed} objects of commit {damage.commits[-1]}, whose ids nobody knows")
        if not damage.commits:
            self.problems.append(f"the commit behind number {damage.passage.commits_before}, and what it brought")
        if not commits or None in records:
            return []
        found = [record for record in records if record is not None]
        made: list[Mended] = []
        at = damage.passage.objects_before
        for commit in commits:
            own = found[at - damage.passage.objects_before : commit.head.count - damage.passage.objects_before]
            at = commit.head.count
            made.append(Mended(self._segment(damage, commit), list(frames_of(own)), commit.encode()))
        made[-1].frames += self._refs(damage)
        if damage.content.may_lack_refs and not damage.refs_are_known and _size(made) != damage.passage.size:
            self.problems.append(f"refs that were set with commit {damage.commits[-1]}, if there were any")
        return made

    def _record(self, damage: Damage, object_id: bytes) -> Record | None:
        record = damage.content.records.get(object_id) or self._records.get(object_id)
        if record is None:
            self.missing.append(object_id)
            return None
        if object_id in self._expected.erased and record.payload is not None:
            return _erased(record)
        return record

    def _segment(self, damage: Damage, commit: segment.Commit) -> int:
        """Where the commit stood; where nobody knows, where the passage ends."""
        memory = self._expected.commits.get(commit.number) or self._memories.get(commit.number)
        is_last = damage.passage.commit is not None and commit.number == damage.passage.commit.number
        return memory.segment if memory and not is_last else damage.passage.segment

    def _refs(self, damage: Damage) -> list[Written]:
        """What the passage says of refs and heads of others; where some may be lost, one record for each ref that has
        another value behind it.
        """
        content = damage.content
        written: list[Written] = [(frame.FOREIGN_HEAD, 0, body) for body in content.foreign]
        moves = content.refs
        if content.may_lack_refs:
            names = sorted(damage.refs.keys() | damage.refs_before.keys())
            values = [
                (one, damage.refs_before.get(one, refs.NO_HEAD), damage.refs.get(one, refs.NO_HEAD)) for one in names
            ]
            moves = [(name, old, new) for name, old, new in values if old != new]
            held = {head.decode(body).id for body in content.foreign}
            lost = dict.fromkeys(new for _, _, new in moves if new in self._expected.foreign and new not in held)
            written += [(frame.FOREIGN_HEAD, 0, self._expected.foreign[one]) for one in lost]
        return written + [(frame.REF, 0, refs.encode(*move)) for move in moves]

    def _commits(self, damage: Damage) -> list[segment.Commit] | None:
        """The commits of a passage in order, the lost ones found again; None when one of them is not to be had."""
        last = damage.passage.commit
        found: list[segment.Commit] = []
        previous, count = damage.passage.head_before, damage.passage.objects_before
        for number in damage.commits:
            commit = last if last is not None and number == last.number else self._again(number, previous, count)
            if commit is None or commit.head.previous != previous:
                self.problems.append(f"the signed head of commit {number}")
                return None
            found.append(commit)
            previous, count = commit.head.id, commit.head.count
        return found

    def _again(self, number: int, previous: bytes, count: int) -> segment.Commit | None:
        """A lost commit: as a copy of the log has it, or signed again by the key that had signed it."""
        memory, copied = self._expected.commits.get(number), self._memories.get(number)
        if copied is not None and (memory is None or memory.head == copied.head):
            return _read(copied.body)
        if memory is None:
            return None
        known = self._expected.ids(1, memory.objects)
        if len(known) != memory.objects:
            return None
        signer = self._signer()
        if signer is None:
            return None
        root, public = merkle.root(sorted(known)), signer.public
        signed = head.Head(self._repository_id, memory.objects, root, previous, memory.time, public)
        if signed.id != memory.head:
            return None  # somebody else signed it
        signed.signature = signer.sign_head_id(signed.id)
        return segment.Commit(number, count + 1, signed)


def _size(made: Sequence[Mended]) -> int:
    """The bytes of transactions: where they are what the passage had, nothing else was in it."""
    bodies = [body for one in made for body in (*(body for _, _, body in one.frames), one.commit)]
    return sum(frame.OVERHEAD + len(body) for body in bodies)


def _read(body: bytes) -> segment.Commit | None:
    try:
        commit = segment.decode_commit(body)
        commit.head.check()
    except (MalformedObject, BadSignature):
        return None
    return commit


def _erased(record: Record) -> Record:
    """What was left of an object here: others still have its payload."""
    from repo_format import objects

    author = b"" if record.seal else bytes.fromhex(objects.read(record.payload or b"").author)
    return Record(record.id, None, record.signature, record.seal, author=author)


def in_order(damages: Sequence[Damage], found: Sequence[Record]) -> None:
    """Say of objects that nobody could name which passage they belong to: by their authors' clocks, the earlier first.

    Whether that was right is told by the roots. Does nothing when there are fewer than are missing.
    """
    from repo_format import objects

    def age(record: Record) -> tuple[int, bytes]:
        return (objects.read(record.payload).time if record.payload is not None else 0, record.id)

    candidates = [record.id for record in sorted(found, key=age)]
    if len(candidates) < sum(damage.unnamed for damage in damages):
        return
    for damage in damages:
        if damage.unnamed:
            part, candidates = candidates[: damage.unnamed], candidates[damage.unnamed :]
            at = damage.ids.index(None)
            damage.ids[at : at + 1] = part
            damage.ids = [one for one in damage.ids if one is not None]
            damage.missing += part
            damage.unnamed = 0
