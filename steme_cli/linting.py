"""What the commands that look at code share: which files, how findings are written, and when the run has failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from aphoria import report, selection
from aphoria.finding import BLOCK, FLAG, MISSING, Report
from aphoria.scan import Scan
from repo_format.errors import InvalidInput, StorageFailed, shown
from steme_cli import exit_codes, output
from steme_cli.progress import progress
from steme_cli.render import linter_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aphoria.extractor import Extractor

Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FILE]...", help="Only these files; else everything below the project's top."),
]
Staged = Annotated[bool, typer.Option("--staged", help="Only what is staged, as git's index has it.")]
Since = Annotated[
    str | None, typer.Option("--since", metavar="REV", help="Only files that differ from a revision of git.")
]
Tests = Annotated[bool, typer.Option("--tests", help="Look at tests too; they are left out otherwise.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither use nor keep what was found before.")]
ReportFormat = Annotated[
    Literal["table", "json", "jsonl", "markdown", "sarif", "gitlab", "junit", "github"] | None,
    typer.Option("--format", metavar="FORMAT", help="table, json, jsonl, markdown, sarif, gitlab, junit or github."),
]
Outputs = Annotated[
    list[str] | None,
    typer.Option("--output", metavar="FORMAT=FILE", help="Write a report into a file as well; may be repeated."),
]
FailOn = Annotated[
    Literal["block", "flag", "missing", "any", "none"] | None,
    typer.Option("--fail-on", metavar="LEVEL", help="What exit status 1 is for: block, flag, missing, any or none."),
]


UseBaseline = Annotated[bool, typer.Option("--baseline", help="Only what is new since `aphoria baseline save` counts.")]


class Selection(selection.Selection):
    """Which files a run looks at, with a progress bar when it is everything."""

    def scan(self, extractors: Mapping[str, Extractor], advance: Callable[[int], None] | None = None) -> Scan:
        """Look at the files."""
        if not self.whole:
            return super().scan(extractors, advance)
        with progress("looking") as counted:
            return super().scan(extractors, counted)


def write(made: Report, format: str | None, outputs: Sequence[str] | None, summary: str) -> None:
    """Write a report to stdout in one format, and into files in others; people get the summary too."""
    for pair in outputs or ():
        name, equals, path = pair.partition("=")
        if not equals or not path:
            raise InvalidInput("--output", f"{shown(pair)} is not of the form FORMAT=FILE")
        put(path, report.writer(name)(made))
    if format in (None, "table"):
        linter_page.write(made)
        output.note(summary)
        if unread := linter_page.unread(made):
            output.note(unread)
    else:
        output.write(report.writer(format)(made))


def put(path: str, text: str) -> None:
    """Write a report into a file. Raises StorageFailed."""
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise StorageFailed(f"cannot write {shown(path)}: {error.strerror}") from error


_FAILS: dict[str, Callable[[dict[str, int]], int]] = {
    "block": lambda counts: counts[BLOCK],
    "flag": lambda counts: counts[BLOCK] + counts[FLAG],
    "missing": lambda counts: counts[BLOCK] + counts[FLAG] + counts[MISSING],
    "any": lambda counts: sum(counts.values()),
    "none": lambda _: 0,
}


def status(made: Report, fail_on: str) -> int:
    """The exit status: 1 when something of the level, or graver, counts."""
    return exit_codes.FINDINGS if _FAILS[fail_on](made.counts()) else exit_codes.FINE
