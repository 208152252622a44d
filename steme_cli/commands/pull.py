"""Get what a remote has, and say what it contradicts here.

As `steme fetch`: there is nothing to merge, because claims are never changed and contradicting ones live side by side.
With --fail-on-conflict the status is 1 when questions became contested by what came, or were and got another value. It
has been added all the same, so the next pull, which brings nothing, ends with 0: to look at all that is here, run
`steme conflicts --fail-on-conflict`.

Examples:
    steme pull
    steme pull upstream
    steme pull --fail-on-conflict
    steme pull --dry-run --format json

Exit status:
    0  done, or there was nothing new
    1  with --fail-on-conflict: what came contradicts what is here
    3  there is no such remote, or no key to sign the commit with
    4  there is no repository here
    5  refused: a signature, a root or a key that is not trusted for this remote
    7  another process is writing; try again
    8  the remote cannot be reached, broke off, or lied
    9  the disk is full or failed
"""

from __future__ import annotations

from steme_cli.options import Format
from steme_cli.quick.pull import run
from steme_cli.sharing_options import DryRun, FailOnConflict, Key, Name


def command(
    remote: Name = None,
    fail_on_conflict: FailOnConflict = False,
    dry_run: DryRun = False,
    key: Key = None,
    format: Format = None,
) -> int:
    return run(remote=remote, fail_on_conflict=fail_on_conflict, dry_run=dry_run, key=key, format=format)
