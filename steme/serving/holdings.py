"""What the answering side of an exchange holds: the interface between messages and where the objects are."""

from __future__ import annotations

from repo_format import merkle
from repo_format.wire import digests

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Protocol

    from repo_format.frame import Frame
    from repo_format.head import Head
    from repo_format.merkle import Path
    from repo_format.record import Record

    class Selection(Protocol):
        """Records that have been found, not yet read."""

        def __len__(self) -> int:
            """How many there will be."""

        def __iter__(self) -> Iterator[Record]:
            """The records, in an order that is the same each time."""

    class Holdings(Protocol):
        """One state of a set of objects and its history. All methods raise Damaged or StorageFailed where it cannot be
        read.
        """

        repository_id: bytes
        """16 bytes."""

        def head(self) -> Head | None:
            """The newest head; None before the first commit."""

        def known_head(self, head_id: bytes) -> Head | None:
            """The head of this history with that id, None where there is none (a foreign head is none)."""

        def tags(self) -> dict[str, Head]:
            """The tags, by full name, with the heads that they name, own and foreign ones."""

        def node(self, path: Path) -> bytes | None:
            """16 times count u32 and digest of the inner node at ``path`` under the newest head; None for no such."""

        def ids_below(self, path: Path) -> Sequence[bytes]:
            """All ids under the newest head that begin with ``path``, ascending."""

        def since(self, after: Head | None, until: Head) -> Iterator[Frame]:
            """Frames among which are, in order, all those of the objects that ``until`` has and ``after`` has not.

            Both are heads of this history. The same frames whenever it is asked, until something is erased.
            """

        def records(self, ids: Sequence[bytes]) -> Selection:
            """The objects with these ids, ascending, in order of arrival, before them the erasures of those erased.

            Raises NotFound when one is missing.
            """

        def release(self) -> None:
            """A request has been answered: the next may be answered from a newer state."""


def children(holdings: Holdings, path: Path) -> bytes:
    """The 16 short entries of all that begins with ``path``, whether or not there is a node."""
    entries = holdings.node(path)
    if entries is not None:
        return digests.shorten(entries)
    return digests.children_of(holdings.ids_below(path), len(path))


def top(holdings: Holdings) -> bytes:
    """The short entries of the 256 nodes at depth 2, what a ``Welcome`` carries."""
    return b"".join([children(holdings, bytes((digit,))) for digit in range(16)])


def count_below(holdings: Holdings, path: Path) -> int:
    """At least the number of ids that begin with ``path``, and that number itself where there are many."""
    newest = holdings.head()
    if newest is None:
        return 0
    if not path:
        return newest.count
    for depth in range(len(path)):
        entries = holdings.node(path[:depth])
        if entries is None:
            return len(holdings.ids_below(path[:depth]))
        at = path[depth] * (4 + len(merkle.EMPTY_ROOT))
        count = int.from_bytes(entries[at : at + 4], "big")
    return count
