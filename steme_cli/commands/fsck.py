"""Check the whole repository for damage.

Reads every byte of the log: the chain of frames, every object's id, canonical form and signature or seal, the numbers,
the heads and their signatures, the Merkle root of every commit, and the refs. Then every table of the index is made
again from the log, elsewhere, and compared. Nothing is changed, no lock is taken, and others may write meanwhile.

A finding is damage or a note. Damage names the segment, the byte, the kind of frame and the ids of the objects that are
affected; what no finding names is sound. A note is about something unusual and harmless, such as what a crash left.

The index is only looked at by another process, because a damaged one can kill whoever reads it; `steme reindex` makes
it again.

With --repair-from the log is mended, from a remote, a backup, another repository on this machine, or a url; give it
several times to ask several. Lost objects are fetched, verified like a stranger's, and the log is written anew with the
same objects under the same numbers, the same commits and heads, checked from end to end and put in place in one step.
Nobody can sign a lost head again but the key that signed it: it is had from a copy of this repository, from your own
key, or, where a single bit has turned, from the bytes themselves. If anything cannot be had, nothing is changed, and
what is missing is named. Bad bytes are kept in .steme/lost. --dry-run says what would be fetched, and asks nobody.

Examples:
    steme fsck
    steme fsck --quick
    steme fsck --no-index --format jsonl
    steme fsck --repair-from origin
    steme fsck --repair-from /mnt/backup/claims --dry-run

Exit status:
    0  no damage, though there may be notes; or everything is mended
    2  the command line is wrong
    4  there is no repository here
    5  refused: the repository belongs to somebody else, or its directory is a link
    6  damaged; the findings say what and where, and what could not be mended
    7  to repair: another process is writing
    8  to repair: a remote could not be reached, or sent what it must not
    9  the system could not read
"""

from __future__ import annotations

from typing import Annotated

import typer

from repo_format.checking.check import bytes_to_read, check
from repo_format.errors import InvalidInput
from steme.discovery import find_repository
from steme_cli import exit_codes, invocation, output, repairing
from steme_cli.options import Format
from steme_cli.progress import progress
from steme_cli.render import findings_page


def command(
    quick: Annotated[bool, typer.Option("--quick", help="Only frames and commits, not the objects in them.")] = False,
    no_index: Annotated[bool, typer.Option("--no-index", help="Leave the index alone.")] = False,
    repair_from: Annotated[
        list[str] | None,
        typer.Option("--repair-from", metavar="SOURCE", help="Mend the log from a remote, a backup, a path or a url."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --repair-from: say what would be fetched; change nothing.")
    ] = False,
    key: Annotated[
        str | None, typer.Option("--key", metavar="KEY", help="With --repair-from: the key that signed lost heads.")
    ] = None,
    format: Format = None,
) -> int:
    if repair_from:
        if quick or no_index:
            raise InvalidInput("--repair-from", "looks at everything; leave out --quick and --no-index")
        return repairing.mend(repair_from, dry_run=dry_run, key=key, format=format)
    if dry_run or key:
        raise InvalidInput("fsck", "takes --dry-run and --key only with --repair-from")
    place = find_repository(invocation.current().start())
    with_index = not (quick or no_index)
    with progress("checking", bytes_to_read(place, with_index)) as advance:
        report = check(place, quick=quick, index=with_index, advance=advance)
    findings_page.write(report, format=format)
    output.note(findings_page.summary(report))
    return exit_codes.DAMAGED if report.is_damaged else exit_codes.FINE
