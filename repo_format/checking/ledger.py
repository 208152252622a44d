"""What an audit knows at one place of the log: everything that was committed before it, and what waits for a commit."""

from __future__ import annotations

from repo_format import frame, head, limits
from repo_format.checking.finding import DAMAGE, Finding
from repo_format.checking.idset import IdSet
from repo_format.checking.pending import Pending

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.checking.naming import Names
    from repo_format.checking.walk import Broken
    from repo_format.frame import Frame

RESTORE = "`steme fsck --repair-from SOURCE` mends it; everything else that no finding names is sound."


class Roots:
    """Whether all ids are known, so that roots can be computed, and the finding about the roots that were wrong.

    ``unknown`` counts lost objects without an id; ``guessed`` tells that ids were named which a root does not bear out.
    """

    def __init__(self) -> None:
        self.guessed = False
        self.unknown = 0
        self.wrong: Finding | None = None

    @property
    def are_checked(self) -> bool:
        """Whether every root so far could be compared."""
        return not (self.guessed or self.unknown)


class Ledger:
    """``seq`` is the number that the next committed object gets; ``commit``, ``head`` and ``time`` are of the last one.

    ``ids``, ``heads``, ``foreign`` (heads of other repositories) and ``refs`` are what there is after it. ``file`` is
    the segment that is being read. ``quick`` looks at frames and commits and not into objects. ``last`` are the
    findings about the last commit's transaction.
    """

    def __init__(self, repository_id: bytes, names: Names, quick: bool) -> None:
        self.repository_id = repository_id
        self.names = names
        self.quick = quick
        self.file = ""
        self.findings: list[Finding] = []
        self.last: list[Finding] = []
        self.pending = Pending()
        self.ids = IdSet()
        self.roots = Roots()
        self.heads: set[bytes] = set()
        self.foreign: set[bytes] = set()
        self.refs: dict[str, bytes] = {}
        self.refs_certain = True
        self.seq, self.commit, self.head, self.time = 1, 0, head.NO_HEAD, limits.MIN_TIME

    def add(
        self, what: str, message: str, at: Frame | Broken, severity: str = DAMAGE, advice: str = RESTORE
    ) -> Finding:
        """A finding about a frame; it is kept until the next commit tells whether its transaction exists."""
        finding = Finding(severity, what, message, self.file, at.offset, frame.KIND_NAMES.get(at.kind, ""), (), advice)
        self.pending.findings.append(finding)
        return finding

    def settle(self) -> None:
        """What is pending exists: its findings are the audit's."""
        self.last = self.pending.findings
        self.findings += self.last
        self.pending = Pending()
