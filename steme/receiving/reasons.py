"""Why an object may come without its payload: an erasure that names it (docs/format/packs.md, section 6)."""

from __future__ import annotations

from repo_format.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot

_ERASURE = tables.RELATIONS.index("erasure")


def has_erasure(view: Snapshot, object_id: bytes) -> bool:
    """Whether an erasure of this object is here."""
    rows = view.duplicates(tables.ABOUT, object_id)
    return any(row[1] == _ERASURE for row in tables.ABOUT_ROW.iter_unpack(rows))
