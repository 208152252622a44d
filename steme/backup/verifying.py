"""Whether a backup can be restored: tried out in a scratch directory, checked from end to end, and thrown away."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass

from repo_format.errors import Damaged
from steme.backup.restoring import plan, restore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from steme.backup.restoring import Restored
    from steme.backup.source import Backup


@dataclass(frozen=True, slots=True)
class Verified:
    """A backup that was restored: its newest state has the ``root`` (32 bytes) that its signed head names."""

    restored: Restored
    root: bytes


def verify(backup: Backup, scratch: str | None = None, advance: Callable[[int], None] | None = None) -> Verified:
    """Restore the newest state of a backup below ``scratch`` (by default where temporary files go) and check it there.

    The place needs about three times the size of the log for a while. Raises Damaged with the first thing that is
    wrong, StorageFailed.
    """
    signed = backup.manifest.signed_head
    if signed is not None:
        signed.check()
    with tempfile.TemporaryDirectory(prefix="steme-verify-", dir=scratch) as folder:
        restored = restore(backup, plan(backup, None), f"{folder}/repository", index=True, advance=advance)
    if signed is not None and (restored.root != signed.root or restored.plan.point.head != signed.id):
        raise Damaged(f"the backup in {backup.place.shown} gives another root than its manifest names")
    return Verified(restored, restored.root)
