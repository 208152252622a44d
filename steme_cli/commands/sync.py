"""Pull from a remote and push to it.

Afterwards both have the same objects, and equal roots unless somebody else has added to one of them meanwhile.

Examples:
    steme sync
    steme sync origin --dry-run
    steme sync --fail-on-conflict --format json

Exit status:
    0  done, or there was nothing to do
    1  with --fail-on-conflict: what came contradicts what is here
    3  there is no such remote, or no key to sign with
    4  there is no repository here
    5  refused: by the remote's policy, or what came does not hold
    7  another process is writing; try again
    8  the remote cannot be reached, broke off, or lied
    9  the disk is full or failed
"""

from __future__ import annotations

from steme_cli.options import Format
from steme_cli.quick.sync import run
from steme_cli.sharing_options import DryRun, FailOnConflict, Key, Name


def command(
    remote: Name = None,
    fail_on_conflict: FailOnConflict = False,
    dry_run: DryRun = False,
    key: Key = None,
    format: Format = None,
) -> int:
    return run(remote=remote, fail_on_conflict=fail_on_conflict, dry_run=dry_run, key=key, format=format)
