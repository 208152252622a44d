"""A write to the index that LMDB may refuse: a full disk, an I/O error, a map that is too small."""

from __future__ import annotations

import lmdb

from repo_format.errors import StorageFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType


class Writing:
    """A write transaction that is committed at the end of its block, aborted when that ends with an error.

    Whatever LMDB refuses on the way is raised as StorageFailed. Nothing is lost by it: the log has everything.
    """

    def __init__(self, txn: lmdb.Transaction[bytes]) -> None:
        self._txn = txn

    def __enter__(self) -> lmdb.Transaction[bytes]:
        return self._txn

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, _: TracebackType | None) -> None:
        try:
            if value is None:
                self._txn.commit()
        except lmdb.Error as error:
            raise refused(error) from error
        finally:
            self._txn.abort()
        if isinstance(value, lmdb.Error):
            raise refused(value) from value


def refused(error: lmdb.Error) -> StorageFailed:
    """What to raise when LMDB could not write."""
    return StorageFailed(f"the index cannot be written ({error}); make room on the disk and try again")
