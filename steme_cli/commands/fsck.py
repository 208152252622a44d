"""Check the whole repository for damage.

Reads every byte of the log: the chain of frames, every object's id, canonical form and signature or seal, the numbers,
the heads and their signatures, the Merkle root of every commit, and the refs. Then every table of the index is made
again from the log, elsewhere, and compared. Nothing is changed, no lock is taken, and others may write meanwhile.

A finding is damage or a note. Damage names the segment, the byte, the kind of frame and the ids of the objects that are
affected; what no finding names is sound. A note is about something unusual and harmless, such as what a crash left.

The index is only looked at by another process, because a damaged one can kill whoever reads it; `steme reindex` makes
it again. Damage to the log is mended by putting the file back from a backup.

Examples:
    steme fsck
    steme fsck --quick
    steme fsck --no-index --format jsonl

Exit status:
    0  no damage, though there may be notes
    2  the command line is wrong
    4  there is no repository here
    5  refused: the repository belongs to somebody else, or its directory is a link
    6  damaged; the findings say what and where
    9  the system could not read
"""

from __future__ import annotations

from typing import Annotated

import typer

from repo_format.checking.check import bytes_to_read, check
from steme.discovery import find_repository
from steme_cli import exit_codes, invocation, output
from steme_cli.options import Format
from steme_cli.progress import progress
from steme_cli.render import findings_page


def command(
    quick: Annotated[bool, typer.Option("--quick", help="Only frames and commits, not the objects in them.")] = False,
    no_index: Annotated[bool, typer.Option("--no-index", help="Leave the index alone.")] = False,
    format: Format = None,
) -> int:
    place = find_repository(invocation.current().start())
    with_index = not (quick or no_index)
    with progress("checking", bytes_to_read(place, with_index)) as advance:
        report = check(place, quick=quick, index=with_index, advance=advance)
    findings_page.write(report, format=format)
    output.note(findings_page.summary(report))
    return exit_codes.DAMAGED if report.is_damaged else exit_codes.FINE
