"""Commits, heads and refs as a snapshot sees them: which commit brought an object, what was the last one by a time.

Commits are numbered from 1; number 0 stands for the empty repository before the first.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from repo_format import head, segment
from repo_format.errors import Damaged, MalformedObject, NotFound
from repo_format.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.head import Head
    from repo_format.storage.snapshot import Snapshot


class CommitRow:
    """What the index knows of a commit: its number, its objects, when it was received (microseconds), its head's id."""

    __slots__ = ("first_seq", "head", "number", "objects", "offset", "received", "segment")

    def __init__(self, number: int, row: bytes) -> None:
        self.number = number
        self.first_seq, self.objects, self.received, self.segment, self.offset, self.head = tables.COMMIT_ROW.unpack(
            row
        )

    @property
    def last_seq(self) -> int:
        """The seq of the last object that is in the repository after this commit: how many objects there are."""
        last: int = self.first_seq + self.objects - 1
        return last


def row(view: Snapshot, number: int) -> CommitRow:
    """The row of a commit. Raises NotFound."""
    found = view.get(tables.COMMITS, tables.U64.pack(number))
    if found is None:
        raise NotFound(f"there is no commit number {number}; the newest is number {view.watermark.commit}")
    return CommitRow(number, found)


def of_seq(view: Snapshot, seq: int) -> CommitRow:
    """The commit that brought the object with this sequence number; costs a look-up for each doubling of commits.

    Raises NotFound.
    """
    numbers = range(1, view.watermark.commit + 1)
    at = bisect_left(numbers, seq, key=lambda number: row(view, number).last_seq)
    if seq < 1 or at == len(numbers):
        raise NotFound(f"there is no object number {seq}; there are {view.count}")
    return row(view, numbers[at])


def at_time(view: Snapshot, time: int) -> int:
    """The number of the last commit received at or before ``time`` (microseconds), 0 when there was none yet."""
    numbers = range(1, view.watermark.commit + 1)
    return bisect_right(numbers, time, key=lambda number: row(view, number).received)


def head_at(view: Snapshot, number: int) -> Head:
    """The head of a commit with its signature, from the log; not verified. Raises NotFound, Damaged."""
    found = row(view, number)
    body = view.read_frame(found.segment, found.offset).body
    try:
        signed = segment.decode_commit(body).head
    except MalformedObject as error:
        raise Damaged(f"segment {found.segment}, byte {found.offset}: {error}; run `steme fsck`") from error
    if signed.id != found.head:
        raise Damaged(f"the log and the index name different heads for commit {number}; run `steme fsck`")
    return signed


def number_of(view: Snapshot, head_id: bytes) -> int:
    """The number of the commit with this head, 0 for ``NO_HEAD`` and for a head that is not of this repository."""
    found = view.get(tables.HEADS, head_id)
    number: int = tables.U64.unpack(found)[0] if found else 0
    return number


def ref(view: Snapshot, name: str) -> bytes:
    """The id of the head that a full ref name points to, ``NO_HEAD`` when there is no such ref."""
    return view.get(tables.REFS, name.encode("ascii", "replace")) or head.NO_HEAD


def refs(view: Snapshot) -> list[tuple[str, bytes]]:
    """Every ref with the id of its head, by name."""
    with view.txn.cursor(view.databases[tables.REFS]) as cursor:
        return [(name.decode(), head_id) for name, head_id in cursor.iternext()]
