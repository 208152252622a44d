"""Write the log anew in fewer bytes, and the index from it.

Small neighbouring frames of one commit are joined, seals without objects dropped, and blocks compressed harder than a
writer takes the time for; the index is made again without the space that changes have left in it. Objects, their
numbers, proofs, commits, heads, tags and roots stay as they are. It is put in place in one step, and an interruption
at whatever moment leaves the old log or the new one.

It pays after many small fetches into one commit, or before a repository is archived; usually the log shrinks by 5 to 8
percent. A commit costs 254 bytes for ever, since its head is signed. The next backup copies everything once more, and
a transfer that was cut off begins again. Needs the time and the space for a second log.

Examples:
    steme compact --dry-run
    steme compact

Exit status:
    0  compacted
    2  the command line is wrong
    4  there is no repository here
    5  refused: the repository belongs to somebody else, or its directory is a link
    6  the log is damaged; nothing was changed
    7  somebody else is writing and did not finish in time
    9  the disk is full or failed; nothing was changed
"""

from __future__ import annotations

from typing import Annotated

import typer

from repo_format.checking.check import bytes_to_read
from steme.compacting import compact
from steme.repository import Repository
from steme_cli import invocation
from steme_cli.options import Format
from steme_cli.progress import progress
from steme_cli.render import figures
from steme_cli.render.record import record


def command(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how small the log would be; change nothing.")] = False,
    format: Format = None,
) -> None:
    with (
        Repository.open(invocation.current().start()) as repository,
        progress("compacting", 2 * bytes_to_read(repository.path)) as advance,
    ):
        done = compact(repository, dry_run=dry_run, advance=advance)
    facts = {
        "log_before": done.log_before,
        "log_after": done.log_after,
        "index_before": done.index_before,
        "index_after": done.index_after,
        "merged": done.merged,
        "dropped": done.dropped,
        "squeezed": done.squeezed,
    }
    human = {name: figures.size(size) for name, size in facts.items() if "_" in name and size is not None}
    record("steme.compact", facts, format=format, human=human)
