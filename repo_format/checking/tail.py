"""What stands behind the last commit: a writer at work, the remains of a crash, or damage to what was acknowledged."""

from __future__ import annotations

import os
import time

from repo_format.checking.finding import DAMAGE, NOTE, Finding
from repo_format.checking.naming import name_lost
from repo_format.checking.pending import Lost, Pending

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from repo_format.checking.audit import Audit
    from repo_format.checking.index_process import Mark
    from repo_format.checking.segments import SegmentFile

_PAUSE = 0.05
_LOOKS = 5
_RESTORE = "`steme fsck --repair-from SOURCE` mends it; `steme reindex` goes on without what was lost."


def look_again(audit: Audit, growing: SegmentFile, is_busy: Callable[[], bool]) -> None:
    """Read what a writer may have changed meanwhile, until nobody is writing and it stays as it is."""
    for _ in range(_LOOKS):
        busy, size = is_busy(), os.fstat(growing.source.fd).st_size
        number, offset, chains = audit.end
        if number != growing.number or (size == growing.source.size and not busy):
            return
        growing.source.refresh(size)
        audit.pending = Pending()
        audit.read(number, growing.source, min(offset, size), chains, b"")
        if audit.pending.holds_nothing:
            return
        time.sleep(_PAUSE if busy else 0)


def judge(audit: Audit, growing: SegmentFile, mark: Mark | None, is_busy: bool, torn: bool) -> None:
    """Settle what is pending behind the last commit, and what the last commit's own damage means.

    ``mark`` is how far the index has followed the log, None when nobody knows; ``torn`` says that the machine has
    stopped since the index was last on the disk, so that unfinished writes may have reached the log in any order.
    """
    number, end, _ = audit.end
    if mark is not None and _is_behind(audit, growing, mark):
        _acknowledged(audit, growing, mark)
    elif not audit.pending.holds_nothing or (number == growing.number and end < growing.source.size):
        _unfinished(audit, growing, mark is not None or is_busy or torn, is_busy)
    elif torn and number == growing.number:
        for finding in audit.last:
            finding.severity = NOTE
            finding.advice = "The next command moves this unfinished commit to lost/."
    audit.settle()


def _is_behind(audit: Audit, growing: SegmentFile, mark: Mark) -> bool:
    """Whether the index knows of a commit in this file that was not found there."""
    if mark.commit <= audit.commit:
        return False
    return mark.segment <= growing.number or not audit.pending.holds_nothing


def _acknowledged(audit: Audit, growing: SegmentFile, mark: Mark) -> None:
    pending = audit.pending
    if not pending.lost:
        offset = audit.end[1] if audit.end[0] == growing.number else 0
        sentence = f"commit {mark.commit} was acknowledged and is not here; the log ends with commit {audit.commit}"
        finding = Finding(DAMAGE, "tail", sentence, growing.source.name, offset, advice=_RESTORE)
        pending.findings.append(finding)
        pending.lost.append(Lost(finding, 0))
    if not audit.quick:
        lost = name_lost(pending, audit.ids, audit.seq, mark.next_seq - audit.seq, audit.names)
        audit.ids.add(pending.ids + lost)


def _unfinished(audit: Audit, growing: SegmentFile, is_explained: bool, is_busy: bool) -> None:
    if not is_explained and any(lost.is_whole for lost in audit.pending.lost):
        return  # frames with wrong bytes in them, and nothing that could have left them so: the findings stand
    offset = audit.end[1] if audit.end[0] == growing.number else 0
    size = growing.source.size - offset
    why = "a writer is at work" if is_busy else "a writer was killed, or the machine stopped, before it was done"
    sentence = f"{size} bytes behind the last commit were never acknowledged: {why}"
    advice = "" if is_busy else "The next write moves them to lost/."
    audit.pending = Pending()
    audit.pending.findings.append(Finding(NOTE, "tail", sentence, growing.source.name, offset, advice=advice))
