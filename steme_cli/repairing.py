"""What `steme fsck --repair-from` does, from the words on the command line to the screen."""

from __future__ import annotations

from contextlib import ExitStack, closing
from functools import cache

from repo_format.checking.check import bytes_to_read, check
from repo_format.errors import NotFound, StemeError
from repo_format.storage.layout import DIRECTORY
from steme import keys
from steme.configuration import Configuration
from steme.discovery import find_repository
from steme_cli import exit_codes, invocation, output, question
from steme_cli.progress import progress
from steme_cli.render import findings_page, repair_page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from steme.keys import SigningKey


def mend(sources: Sequence[str], *, dry_run: bool, key: str | None, format: str | None) -> int:
    """Check, mend what is damaged, check again; the exit status."""
    from steme.repairing import supplies
    from steme.repairing.repair import repair

    place = find_repository(invocation.current().start())
    configuration = Configuration(f"{place}/{DIRECTORY}")
    with progress("checking", bytes_to_read(place, with_index=True)) as advance:
        before = check(place, advance=advance)
    findings_page.write(before, format=format)
    if not before.is_damaged:
        output.note(findings_page.summary(before))
        return exit_codes.FINE
    with ExitStack() as opened:
        found = () if dry_run else [opened.enter_context(closing(supplies.find(one, configuration))) for one in sources]
        with progress("repairing", bytes_to_read(place)) as advance:
            done = repair(
                place,
                found,
                cache(lambda: _key(key, configuration)),
                timeout=configuration.number("lock.timeout"),
                dry_run=dry_run,
                advance=advance,
            )
    repair_page.show(done, sources, dry_run=dry_run)
    if not done.done:
        return exit_codes.DAMAGED
    with progress("checking", bytes_to_read(place, with_index=True)) as advance:
        after = check(place, advance=advance)
    output.note(findings_page.summary(after))
    return exit_codes.DAMAGED if after.is_damaged else exit_codes.FINE


def _key(name: str | None, configuration: Configuration) -> SigningKey | None:
    """The key to sign lost heads with, where there is one; asked for only by name."""
    try:
        return keys.default(name, configuration, question.passphrase)
    except (NotFound, StemeError):
        if name is not None:
            raise
        return None
