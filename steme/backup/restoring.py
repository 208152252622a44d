"""A repository from a backup: as it is, or as it was after one of its commits.

It is made in a folder beside its place, checked as `steme fsck` does, and moved there in one step. A restore that is
killed leaves that folder, and the next one removes it.
"""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass

from repo_format.audit import log as audit_log
from repo_format.checking.check import check
from repo_format.checking.finding import DAMAGE
from repo_format.errors import Damaged, Refused, StorageFailed
from repo_format.storage.directory import Directory, shown_path
from repo_format.storage.layout import CONFIG_FILE, DIRECTORY, LOG, lay_out
from repo_format.storage.log import ACTIVE, sealed_name
from repo_format.storage.store import Store
from steme.backup import history
from steme.backup.source import Backup
from steme.durable import make_folder, sync_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from repo_format.checking.check import Report
    from steme.backup.history import Point
    from steme.backup.manifest import SegmentCopy

ERASED = "erased"
"""What a finding says of an object without payload and without the reason."""

_WORKSHOP = ".steme.restoring"
"""Beside the place of ``.steme``; never looked for as a repository."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a restore will make: ``bytes`` of log in ``segments``, up to ``point``. ``whole`` is the newest state."""

    point: Point
    bytes: int
    segments: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore has made. ``root`` is that of the objects as the index has it, 32 bytes, equal to the head's.

    ``report`` is what the check found, None without one.
    """

    plan: Plan
    root: bytes
    report: Report | None
    seconds: float

    @property
    def erased(self) -> int:
        """How many objects have lost their payload later than the state that was restored, as far as was checked."""
        return sum(finding.what == ERASED for finding in self.report.findings) if self.report else 0


def plan(backup: Backup, to: str | None, now: int | None = None) -> Plan:
    """What ``restore`` would make; to find an earlier state, the backup's log is read once.

    Raises as ``History.resolve``, and Damaged.
    """
    newest = history.newest(backup)
    point = newest if to is None else history.read(backup).resolve(to, now)
    if point.commit == newest.commit:
        return Plan(newest, backup.manifest.size, len(backup.manifest.segments), True)
    size = sum(one.size for one in backup.manifest.segments if one.number < point.segment) + point.end
    return Plan(point, size, point.segment, False)


def restore(
    backup: Backup,
    planned: Plan,
    path: str,
    *,
    verify: bool = True,
    index: bool = False,
    advance: Callable[[int], None] | None = None,
) -> Restored:
    """Make the repository in the directory ``path``, which must be empty or not there; durable on return.

    With ``verify`` every object, signature, seal and head is checked first, with ``index`` the tables made from them
    too; ``advance`` hears of every byte of log that was checked. Raises Refused, Damaged (with the first finding),
    StorageFailed; then ``path`` is as it was.
    """
    begun = time.monotonic()
    full = os.path.abspath(path)
    check_empty(full)
    make_folder(full, 0o755)
    shop = f"{full}/{_WORKSHOP}"
    _clear(shop)
    make_folder(shop, 0o755)
    try:
        _fill(backup, planned, shop)
        report = _checked(check(shop, index=False, advance=advance), planned) if verify and not index else None
        root = _index(shop, planned)
        if index:
            report = _checked(check(shop, advance=advance), planned)
        _put_in_place(shop, full)
    except BaseException:
        _clear(shop)
        raise
    return Restored(planned, root, report, time.monotonic() - begun)


def check_empty(path: str) -> None:
    """Raise Refused unless nothing would be in the way of a repository in ``path``."""
    try:
        names = os.listdir(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise Refused(
            f"{shown_path(path)} cannot hold a repository: {(error.strerror or str(error)).lower()}"
        ) from None
    if [name for name in names if name != _WORKSHOP]:
        raise Refused(f"{shown_path(path)} is not empty; give another directory, or move what is in it away")


def _clear(shop: str) -> None:
    if os.path.lexists(shop):
        shutil.rmtree(shop, ignore_errors=True)


def _fill(backup: Backup, planned: Plan, shop: str) -> None:
    lay_out(shop, backup.repository_id, 0)
    directory = Directory.open(f"{shop}/{DIRECTORY}")
    log = Directory.open(LOG, directory)
    try:
        log.remove(ACTIVE)
        for segment in backup.manifest.segments[: planned.segments]:
            _copy(backup, segment, planned, log)
        if planned.whole:
            _rest(backup, directory)
    finally:
        log.close()
        directory.close()


def _copy(backup: Backup, segment: SegmentCopy, planned: Plan, log: Directory) -> None:
    """Copy a segment: sealed as it was, or up to the point, growing."""
    stays_sealed = segment.closed and (segment.number < planned.point.segment or planned.whole)
    pieces = backup.segment_pieces(segment)
    if stays_sealed:
        log.write_pieces(sealed_name(segment.number), pieces, 0o444)
    else:
        end = segment.size if planned.whole else planned.point.end
        log.write_pieces(ACTIVE, _up_to(pieces, end))


def _up_to(pieces: Iterator[bytes], end: int) -> Iterator[bytes]:
    """The first ``end`` bytes; the others are read too, so that their digest is compared."""
    for piece in pieces:
        if end > 0:
            yield piece[:end]
        end -= len(piece)


def _rest(backup: Backup, directory: Directory) -> None:
    """Settings and recorded answers belong to the newest state only."""
    if backup.manifest.config is not None:
        directory.write_file(CONFIG_FILE, backup.manifest.config.encode())
    if backup.manifest.audit is not None:
        folder = directory.make(audit_log.FOLDER)
        try:
            folder.write_pieces(audit_log.FILE, backup.audit_pieces())
        finally:
            folder.close()


def _checked(report: Report, planned: Plan) -> Report:
    """Raise Damaged for the first finding of damage. What was erased later than the state has no reason in it."""
    for finding in report.findings:
        if finding.severity == DAMAGE and (finding.what != ERASED or planned.whole):
            raise Damaged(f"the backup is not sound, and nothing was restored: {finding.place}: {finding.message}")
    return report


def _index(shop: str, planned: Plan) -> bytes:
    """Make the index, which recomputes the roots, and compare the last one with the head's."""
    store = Store.open(shop)
    try:
        with store.snapshot() as view:
            root = view.trie.root(view.count)
            found = (view.watermark.commit, view.count)
    finally:
        store.close()
    if found != (planned.point.commit, planned.point.objects) or root != (planned.point.root or root):
        raise Damaged("the backup does not give the state that it names; nothing was restored")
    return root


def _put_in_place(shop: str, full: str) -> None:
    try:
        os.rename(f"{shop}/{DIRECTORY}", f"{full}/{DIRECTORY}")
        sync_folder(full)
        os.rmdir(shop)
    except OSError as error:
        raise StorageFailed(f"cannot put the repository into {shown_path(full)}: {error.strerror}") from error
