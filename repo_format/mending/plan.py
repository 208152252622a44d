"""What is lost of a damaged log, and what has to be had from elsewhere to make it whole again."""

from __future__ import annotations

from repo_format import refs
from repo_format.mending.content import Content
from repo_format.mending.damaged_log import Hole, Passage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.mending.damaged_log import DamagedLog
    from repo_format.mending.expected import Expected
    from repo_format.segment import Commit


class Damage:
    """A passage that is not whole. ``index`` is its place among the passages.

    ``ids`` are those of its objects in order as far as they are known, None in a place of which nobody knows what stood
    there; of them ``missing`` have to be fetched, and ``unnamed`` more. ``commits`` are the numbers of its commits, the
    last one of which can be read unless the passage is the log's end. ``refs_before`` and ``refs`` are what refs name
    before and behind it, as far as that is known from its own records and from what comes later; all of it if
    ``refs_are_known``.
    """

    def __init__(self, index: int, passage: Passage, expected: Expected) -> None:
        self.index = index
        self.passage = passage
        self.content = Content(passage)
        last = passage.commit.number if passage.commit else max(expected.last, passage.commits_before)
        self.commits = range(passage.commits_before + 1, last + 1)
        self.total = _objects_behind(passage, expected) - passage.objects_before
        self.ids: list[bytes | None] = list(expected.ids(passage.objects_before + 1, self.total))
        if not self.ids or not self.content.records.keys() <= set(self.ids):
            self.ids = self.content.named()
        if None not in self.ids and len(self.ids) < self.total:
            self.ids.append(None)
        known = [one for one in self.ids if one is not None]
        self.missing = [one for one in known if one not in self.content.records]
        if surplus := max(0, len(known) - self.total):  # a seal lists more than ever came; the first did
            doubtful = set(self.missing[-surplus:])
            self.missing = self.missing[:-surplus]
            known = [one for one in known if one not in doubtful]
            self.ids = list(known)
        self.unnamed = max(0, self.total - len(known)) if None in self.ids else 0
        if not self.unnamed:
            self.ids = list(known)
        self.refs_before: dict[str, bytes] = {}
        self.refs: dict[str, bytes] = {}
        self.refs_are_known = False

    @property
    def lost_commits(self) -> list[int]:
        """Numbers of the commits whose heads cannot be read."""
        return [number for number in self.commits if not self.passage.commit or number < self.passage.commit.number]


class Plan:
    """All damages of a log in order. ``known`` are the ids of all objects that can be read; ``tail`` is what
    stands behind the last commit and was never acknowledged. ``heads`` are the ids of heads that can be named by refs.
    """

    def __init__(self, log: DamagedLog, expected: Expected) -> None:
        self.damages: list[Damage] = []
        self.known: set[bytes] = set()
        self.heads: set[bytes] = set()
        self.tail: Passage | None = None
        self._last: Commit | None = None
        self._refs: dict[str, bytes] = {}
        number = 0
        for number, passage in enumerate(log.passages(), 1):
            self._take(number - 1, passage, expected)
        self._look_at_end(expected, number)
        self._settle_refs(expected)

    @property
    def commits(self) -> int:
        """The number of the last commit that can be read, 0 when there is none."""
        return self._last.number if self._last else 0

    def _take(self, index: int, passage: Passage, expected: Expected) -> None:
        if passage.commit is not None:
            self._last = passage.commit
            self.heads |= {passage.commit.head.id, passage.commit.head.previous}
        elif not _was_acknowledged(passage, expected):
            self.tail = passage
            return
        if passage.is_whole:
            self._move_refs(Content(passage))
            return
        damage = Damage(index, passage, expected)
        damage.refs_before = dict(self._refs)
        self._move_refs(damage.content, damage.content.may_lack_refs)
        damage.refs = dict(self._refs)
        self.damages.append(damage)

    def _move_refs(self, content: Content, may_lack: bool = False) -> None:
        self.known.update(content.records)
        for name, old, new in content.refs:
            if self._refs.get(name, refs.NO_HEAD) != old and not may_lack:
                self._due(name, old)
            self._refs[name] = new

    def _due(self, name: str, value: bytes) -> None:
        """A ref has another value than the records say: the last passage that may have lost one set it."""
        lossy = [damage for damage in self.damages if damage.content.may_lack_refs]
        if lossy:
            lossy[-1].refs[name] = value

    def _look_at_end(self, expected: Expected, index: int) -> None:
        """The index may know of commits of which not a byte is left."""
        at_end = self.damages and self.damages[-1].passage.commit is None
        if expected.last > self.commits and not at_end:
            gone = Passage(self._last)
            gone.items.append(Hole(0, 0, 0))
            damage = Damage(index, gone, expected)
            damage.refs_before, damage.refs = dict(self._refs), dict(self._refs)
            self.damages.append(damage)

    def _settle_refs(self, expected: Expected) -> None:
        ends = [damage.commits.stop - 1 for damage in self.damages]
        if not expected.is_known or expected.last != max([self.commits, *ends]):
            return
        for damage in self.damages:
            damage.refs_are_known = True
        for name in sorted(expected.refs.keys() | self._refs.keys()):
            value = expected.refs.get(name, refs.NO_HEAD)
            if name != refs.MAIN and self._refs.get(name, refs.NO_HEAD) != value:
                self._due(name, value)


def _objects_behind(passage: Passage, expected: Expected) -> int:
    if passage.commit is not None:
        return passage.commit.head.count
    memory = expected.commits.get(expected.last)
    return max(memory.objects if memory else 0, passage.objects_before)


def _was_acknowledged(passage: Passage, expected: Expected) -> bool:
    """Whether what stands behind the last commit had one: the index knows, or whole frames in it are damaged."""
    if expected.is_known:
        return expected.last > passage.commits_before
    return any(hole.is_whole for hole in passage.holes)
