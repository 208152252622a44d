"""Give a remote what this repository has and it has not.

Objects and tags are added there; nothing is ever removed or replaced, so a push needs no force. A tag that names
something else there stays as it is, and that is said. What the remote has lost since the last time is offered again.

The remote decides whom it takes what from. To a repository on this machine, and to a git repository, the push is signed
with your key.

Examples:
    steme push
    steme push backup --dry-run
    steme push origin --format json

Exit status:
    0  done, or there was nothing to give
    3  there is no such remote, or no key to sign with
    4  there is no repository here
    5  refused by the remote's policy, or the remote takes no pushes
    7  another process is writing; try again
    8  the remote cannot be reached or broke off
    9  the disk is full or failed
"""

from __future__ import annotations

from steme_cli.options import Format
from steme_cli.quick.push import run
from steme_cli.sharing_options import DryRun, Key, Name


def command(remote: Name = None, dry_run: DryRun = False, key: Key = None, format: Format = None) -> int:
    return run(remote=remote, dry_run=dry_run, key=key, format=format)
