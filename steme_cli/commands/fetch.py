"""Get what a remote has and this repository has not.

Everything that comes is checked before it counts: hashes, signatures, seals, and in the end the root that the remote's
head names. Then it is added in one commit, together with refs/remotes/NAME/main and the remote's tags. A transfer that
was cut off goes on where it stopped.

It writes how many objects came, of which kinds and by whom; which questions became contested by them, or were and got
another value; and whether the remote offers less than it once did. Nothing here is ever changed or removed by what
comes: claims that contradict each other live side by side. So there is nothing to merge, and `steme pull` does the
same.

Examples:
    steme fetch
    steme fetch upstream --dry-run
    steme fetch --format json

Exit status:
    0  done, or there was nothing new
    3  there is no such remote, or no key to sign the commit with
    4  there is no repository here
    5  refused: a signature, a root or a key that is not trusted for this remote
    7  another process is writing; try again
    8  the remote cannot be reached, broke off, or lied
    9  the disk is full or failed
"""

from __future__ import annotations

from steme_cli.options import Format
from steme_cli.quick.fetch import run
from steme_cli.sharing_options import DryRun, Key, Name


def command(remote: Name = None, dry_run: DryRun = False, key: Key = None, format: Format = None) -> int:
    return run(remote=remote, dry_run=dry_run, key=key, format=format)
