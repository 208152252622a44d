"""What `steme backup`, `steme restore` and `steme archive` do, from the words on the command line to the screen."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import closing, contextmanager

from repo_format.errors import InvalidInput, Refused, StemeError, shown
from repo_format.storage.layout import DIRECTORY
from steme import archiving, times
from steme.backup import copying, history, restoring, verifying
from steme.backup.place import open_place
from steme.backup.source import Backup
from steme.discovery import find_repository
from steme_cli import exit_codes, invocation, output
from steme_cli.progress import progress
from steme_cli.render import backup_page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from steme.backup.copying import Taken
    from steme.backup.place import Place


def make(where: str, *, config: bool, audit: bool, format: str | None) -> None:
    """Bring the backup in ``where`` up to the repository."""
    path = _repository(where)
    with closing(open_place(where, write=True)) as place:
        backup_page.taken(_round(path, place, config, audit), place.shown, format)


def _round(path: str, place: Place, config: bool, audit: bool) -> Taken:
    total = copying.bytes_to_copy(path, copying.manifest_of(place))
    with progress("copying", total) as advance:
        return copying.back_up(path, place, config=config, audit=audit, advance=advance)


def _repository(where: str) -> str:
    path = find_repository(invocation.current().start())
    inside = os.path.realpath(f"{path}/{DIRECTORY}")
    if "://" not in where and os.path.realpath(where).startswith(inside):
        raise Refused(f"{shown(where)} lies in the repository itself; what happens to one then happens to the other")
    return path


def verify(where: str, scratch: str | None, format: str | None) -> None:
    """Restore a backup elsewhere, check it, and say so."""
    with Backup.open(where) as backup:
        with progress("verifying", 3 * backup.manifest.size) as backup.advance:
            found = verifying.verify(backup, scratch, backup.advance)
        backup_page.verified(backup, found, format)


def listed(where: str, format: str | None) -> None:
    """Every state that a backup can be restored to, the newest first."""
    with Backup.open(where) as backup:
        with progress("reading", backup.manifest.size) as backup.advance:
            found = history.read(backup)
        backup_page.points(found, format)


def restore(where: str, directory: str, *, to: str | None, dry_run: bool, quick: bool, format: str | None) -> None:
    """Make a repository from a backup, or say what it would be."""
    restoring.check_empty(os.path.abspath(directory))
    with Backup.open(where) as backup:
        size = backup.manifest.size
        with progress("restoring", size * (1 + (to is not None) + (not quick))) as backup.advance:
            planned = restoring.plan(backup, to)
            made = None
            if not dry_run:
                made = restoring.restore(backup, planned, directory, verify=not quick, advance=backup.advance)
        backup_page.restored(backup, planned, made, directory, format)


def archive(where: str, *, follow: bool, interval: str | None, config: bool, audit: bool, format: str | None) -> int:
    """Bring an archive up to the repository, once or until a signal comes; the exit status."""
    if interval is not None and not follow:
        raise InvalidInput("--interval", "needs --follow")
    seconds = archiving.interval_of(interval or "5s")
    path = _repository(where)
    with closing(open_place(where, write=True)) as place:
        if not follow:
            backup_page.rounds([_round(path, place, config, audit)], place.shown, format)
            return exit_codes.FINE
        with _until_told() as told:
            found = archiving.follow(path, place, seconds, told.wait, config=config, audit=audit)
            backup_page.rounds(_successes(found, told), place.shown, format)
    return told.status or told.failed


def _successes(found: Iterator[Taken | StemeError], told: _Told) -> Iterator[Taken]:
    for one in found:
        told.failed = exit_codes.of_error(one) if isinstance(one, StemeError) else exit_codes.FINE
        if isinstance(one, StemeError):
            output.note(f"{times.format_time(times.now() // 1_000_000 * 1_000_000)}  {one}; trying again")
        else:
            yield one
            sys.stdout.flush()


class _Told:
    """Whether SIGTERM or Ctrl-C has come; a round that is under way is finished first."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self.status = exit_codes.FINE
        self.failed = exit_codes.FINE
        """What the last round ended with."""

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until it is time to end; whether it is."""
        return self._event.wait(seconds)

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        self.status = exit_codes.INTERRUPTED if number == signal.SIGINT else exit_codes.FINE
        self._event.set()


@contextmanager
def _until_told() -> Iterator[_Told]:
    told = _Told()
    before = {number: signal.signal(number, told) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
