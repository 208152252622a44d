"""Rows of commits, heads and refs, as a commit and a replay put them into the index."""

from __future__ import annotations

from repo_format import head, refs
from repo_format.errors import NotFound
from repo_format.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    import lmdb

    from repo_format.segment import Commit


def put_commit(
    txn: lmdb.Transaction[bytes],
    databases: dict[str, lmdb._Database],
    commit: Commit,
    next_seq: int,
    number: int,
    offset: int,
) -> None:
    """Put the rows of a commit whose frame stands at ``offset`` of segment ``number``; main moves to its head."""
    signed = commit.head
    row = (commit.first_seq, next_seq - commit.first_seq, signed.time, number, offset, signed.id)
    key = tables.U64.pack(commit.number)
    txn.put(key, tables.COMMIT_ROW.pack(*row), db=databases[tables.COMMITS], append=True)
    txn.put(signed.id, key, db=databases[tables.HEADS])
    put_ref(txn, databases, refs.MAIN, signed.id)


def put_foreign(txn: lmdb.Transaction[bytes], databases: dict[str, lmdb._Database], signed: head.Head) -> None:
    """Put the row of a head of another repository."""
    txn.put(signed.id, signed.encode(), db=databases[tables.FOREIGN])


def put_ref(txn: lmdb.Transaction[bytes], databases: dict[str, lmdb._Database], name: str, new: bytes) -> None:
    """Put or (for ``NO_HEAD``) remove a ref."""
    if new == head.NO_HEAD:
        txn.delete(name.encode(), db=databases[tables.REFS])
    else:
        txn.put(name.encode(), new, db=databases[tables.REFS])


def is_known(txn: lmdb.Transaction[bytes], databases: dict[str, lmdb._Database], head_id: bytes) -> bool:
    """Whether a head with that id is one of this log, or one of another repository that was put into it."""
    return any(txn.get(head_id, db=databases[table]) is not None for table in (tables.HEADS, tables.FOREIGN))


def check_known(txn: lmdb.Transaction[bytes], databases: dict[str, lmdb._Database], head_id: bytes) -> None:
    """Raise NotFound unless ``is_known``, or it is ``NO_HEAD``."""
    if head_id != head.NO_HEAD and not is_known(txn, databases, head_id):
        raise NotFound(f"no head here has the id {head_id.hex()[:12]}, so no ref can name it")
