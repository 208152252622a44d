"""What the checker has read of a transaction that its commit frame has not yet closed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.checking.finding import Finding
    from repo_format.seal import Seal


class Lost:
    """A frame or a stretch that could not be read: the finding about it, and what can be said of what it held.

    ``kind`` is 0 when nobody knows; ``is_whole`` unless it breaks off at the end of the log. Under ``seal`` it lies
    behind the place ``low`` and, once a later block has been read, before the place ``high``.
    """

    __slots__ = ("finding", "high", "is_whole", "kind", "low", "seal")

    def __init__(
        self, finding: Finding, kind: int, is_whole: bool = True, seal: Seal | None = None, low: int = 0
    ) -> None:
        self.finding = finding
        self.kind = kind
        self.is_whole = is_whole
        self.seal = seal
        self.low = low
        self.high = len(seal.ids) if seal else 0


class Pending:
    """Objects, refs and losses since the last commit, in order. ``findings`` wait until it is known what they are."""

    def __init__(self) -> None:
        self.ids: list[bytes] = []
        self.count = 0
        self.refs: list[tuple[str, bytes, bytes, str, int]] = []
        """Name, old head, new head, and the frame's file and byte."""
        self.foreign: set[bytes] = set()
        """Ids of heads of other repositories."""
        self.lost: list[Lost] = []
        self.findings: list[Finding] = []
        self.seal: Seal | None = None
        self.unsealed: Finding | None = None
        """The finding about a seal that could not be read, whose blocks may follow."""
        self.place = 0
        """How far the objects of the current seal have been read."""

    @property
    def holds_nothing(self) -> bool:
        """Whether nothing waits for a commit; there may be findings."""
        return not (self.count or self.refs or self.foreign or self.lost or self.seal)

    def hold(self, ids: list[bytes]) -> None:
        """Take in the ids of a frame."""
        self.ids += ids
        self.count += len(ids)

    def begin_seal(self, seal: Seal | None, unsealed: Finding | None = None) -> None:
        """The blocks that follow belong to this seal, or to one that is lost."""
        self.seal, self.unsealed, self.place = seal, unsealed, 0

    def move_to(self, first: int, end: int) -> None:
        """A block of the current seal was read that holds the places from ``first`` to ``end``."""
        for lost in self.lost:
            if lost.seal is self.seal and lost.high > first >= lost.low:
                lost.high = first
        self.place = end
