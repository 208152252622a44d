"""Where the two sides stand: which of ours they have, and how to ask for what we lack (docs/semantics/sync.md)."""

from __future__ import annotations

from repo_format import head, limits
from repo_format.errors import RemoteFailed
from repo_format.storage import tables
from repo_format.wire.transfer import Since, Want
from steme.exchange.walk import Walk
from steme.remotes.ranges import Ranges
from steme.serving.index_holdings import IndexHoldings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from repo_format.head import Head
    from repo_format.merkle import Path
    from repo_format.storage.snapshot import Snapshot
    from steme.exchange.conversation import Conversation
    from steme.exchange.meeting import Meeting

_SCAN_FROM = 20
"""From one id in so many on, all ids are read in order instead of each by itself."""


class Moved(Exception):
    """Their head moved while the two were being compared."""


class Position:
    """``theirs`` is the head that was compared with, ``shared`` are seqs here of objects under it, and ``request`` asks
    for the objects under it that are missing here, None where there are none.

    ``by_memory`` is whether this rests on what was remembered.
    """

    __slots__ = ("by_memory", "request", "shared", "theirs")

    def __init__(
        self, theirs: Head | None, shared: Ranges, request: Since | Want | None = None, by_memory: bool = False
    ) -> None:
        self.theirs = theirs
        self.shared = shared
        self.request = request
        self.by_memory = by_memory


def compare(meeting: Meeting) -> Position:
    """Where the two stand, by the cheapest way there is: equal roots, what is remembered, or a walk down both tries.

    Raises Moved, RemoteFailed.
    """
    theirs, state = meeting.welcome.head, meeting.state
    if theirs is None or theirs.count == 0:
        return Position(theirs, Ranges())
    if theirs.root == meeting.root:
        return Position(theirs, Ranges.upto(meeting.count))
    if meeting.count == 0:
        return Position(theirs, Ranges(), Since(head.NO_HEAD, theirs.id))
    complete = state.complete
    if complete is not None and meeting.remembers:
        request = Since(complete.id, theirs.id) if complete.root != theirs.root else None
        return Position(theirs, state.shared, request, by_memory=True)
    return _walk(meeting, theirs)


def _walk(meeting: Meeting, theirs: Head) -> Position:
    own = IndexHoldings(meeting.repository)
    try:
        walk = Walk(own, meeting.count, theirs.count, theirs.root, limits.MAX_IDS_TOLD)
        found = walk.differences(_Asking(meeting.talk, own, theirs.id), meeting.welcome.top)
        seqs = [own.view.seq_of(one) for one in found.ours]
    finally:
        own.release()
    shared = Ranges(Ranges.of(seq for seq in seqs if seq <= meeting.count).missing(meeting.count).runs)
    if found.missing is None:
        return Position(theirs, shared, Since(head.NO_HEAD, theirs.id))
    return Position(theirs, shared, Want(found.missing) if found.missing else None)


class _Asking:
    """Their side of a walk. No view of ours is held while they are waited for."""

    def __init__(self, talk: Conversation, own: IndexHoldings, head_id: bytes) -> None:
        self._talk = talk
        self._own = own
        self._head_id = head_id

    def nodes(self, paths: Sequence[Path]) -> Sequence[bytes | None]:
        """As ``walk.Asked``."""
        self._own.release()
        answer = self._talk.nodes(paths)
        self._check(answer.head)
        return answer.nodes

    def leaves(self, paths: Sequence[Path]) -> Sequence[Sequence[bytes]]:
        """As ``walk.Asked``."""
        self._own.release()
        answer = self._talk.leaves(paths)
        self._check(answer.head)
        return answer.lists

    def _check(self, head_id: bytes) -> None:
        if head_id != self._head_id:
            raise Moved


def ids_outside(view: Snapshot, shared: Ranges) -> list[bytes]:
    """The ids of all objects here that are not among the seqs ``shared``, ascending."""
    absent = shared.missing(view.count)
    if len(absent) * _SCAN_FROM < view.count:
        return sorted(view.id_of(seq) for seq in absent)
    with view.txn.cursor(view.databases[tables.IDS]) as cursor:
        return [one for one, seq in cursor.iternext() if tables.U32.unpack(seq)[0] in absent]


def check_root(view: Snapshot, theirs: Head, shared: Ranges) -> None:
    """Raise RemoteFailed unless the objects here with the seqs ``shared`` are what ``theirs`` is a head of."""
    absent = ids_outside(view, shared)
    root = view.trie.root_without(absent, view.count) if absent else view.trie.root(view.count)
    if (len(shared), root) != (theirs.count, theirs.root):
        raise RemoteFailed(
            f"the remote lied: what it shows below its head is not what the head {theirs.id.hex()[:12]} is over"
        )
