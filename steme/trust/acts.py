"""Acts that move trust: rows of the index table ``trust``, as far as they exist for a question."""

from __future__ import annotations

from repo_format.storage import tables
from repo_format.storage.trust_rows import trust_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.bounds import Bounds

    Act = tuple[int, int, int, int, float, int]
    """Seq, time, other (term), scope (term), amount, until: ``tables.TRUST_ROW``."""

    Outcome = tuple[int, bytes, bytes, bool]
    """Time, target (id), judge (key), whether the target was right: sorted, they are in the order of their steps."""


def acts_of(view: Snapshot, bounds: Bounds, act: int, author: int) -> list[Act]:
    """The acts of a sort (``tables.DELEGATION`` ...) by an author, a term; ascending by seq."""
    rows = view.duplicates(tables.TRUST, trust_key(act, author))
    return [row for row in tables.TRUST_ROW.iter_unpack(rows) if bounds.hold(row[0], row[1])]


def all_acts(view: Snapshot, bounds: Bounds, act: int) -> Iterator[tuple[int, Act]]:
    """``(author, act)`` of every act of a sort, by author, then by seq. Costs a walk over them."""
    with view.txn.cursor(view.databases[tables.TRUST]) as cursor:
        if cursor.set_range(bytes((act,))):
            for key, value in cursor.iternext():
                if key[0] != act:
                    break
                row = tables.TRUST_ROW.unpack(value)
                if bounds.hold(row[0], row[1]):
                    yield tables.U32.unpack_from(key, 1)[0], row


def key_bytes(view: Snapshot, term: int) -> bytes:
    """The public key (32 bytes) behind a term."""
    return bytes.fromhex(view.text(term))
