"""What `steme import` does: words become options, a file becomes a stream, a report becomes text."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager

from repo_format.errors import InvalidInput, NotFound, StorageFailed, shown
from repo_format.vocabulary import tier_number
from steme import keys, times
from steme.importing.options import CSV, JSON_LINES, Defaults, Options
from steme.importing.report import KEPT
from steme.importing.run import import_stream
from steme.repository import Repository
from steme.values import is_number, parse_number
from steme_cli import exit_codes, invocation, output, question, small_file
from steme_cli.progress import progress
from steme_cli.render import figures
from steme_cli.render.record import record
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from steme.configuration import Configuration
    from steme.importing.report import Report

    Words = dict[str, str | None]

ENDINGS = {".jsonl": JSON_LINES, ".ndjson": JSON_LINES, ".json": JSON_LINES, ".csv": CSV}


def run(
    file: str,
    words: Words,
    columns: list[str],
    *,
    form: str | None,
    as_text: bool,
    keep_going: bool,
    dry_run: bool,
    key: str | None,
    format: str | None,
) -> int:
    """Import a file and say what came of it; 1 when lines were refused. ``words`` are the defaults as typed."""
    with Repository.open(invocation.current().start()) as repository:
        settings = repository.configuration
        options = Options(
            form or _form_of(file),
            _defaults(words, settings),
            columns=_columns(columns),
            as_text=as_text,
            keep_going=keep_going,
            dry_run=dry_run,
            sealed=settings.boolean("import.seal"),
        )
        signing = keys.default(key, settings, question.passphrase)
        with _opened(file) as (stream, size), progress("importing", size) as advance:
            report = import_stream(repository, signing, stream, options, advance)
    _say(report, dry_run, format)
    return exit_codes.FINDINGS if report.refused else exit_codes.FINE


def _form_of(file: str) -> str:
    form = ENDINGS.get(os.path.splitext(file)[1].lower())
    if form is None:
        if file != small_file.STDIN and not os.path.exists(file):
            raise NotFound(f"there is no file {shown(file)}")
        place = "stdin" if file == small_file.STDIN else shown(file)
        raise InvalidInput("--from", f"the ending of {place} does not say what it holds; use --from jsonl or csv")
    return form


def _defaults(words: Words, settings: Configuration) -> Defaults:
    tier, configured = words["tier"], settings.text("assert.tier")
    confidence = words["confidence"]
    if confidence is not None and not is_number(confidence):
        raise InvalidInput("confidence", f"{shown(confidence)} is not a number from 0 to 1")
    return Defaults(
        source=words["source"],
        tier=tier_number(tier) if tier is not None else None,
        confidence=settings.number("assert.confidence") if confidence is None else parse_number(confidence),
        time=times.parse_time(words["time"]) if words["time"] is not None else None,
        unit=words["unit"],
        epoch=words["epoch"],
        lifecycle=words["lifecycle"],
        predicate=words["predicate"],
        prefix=words["prefix"] or "",
        configured_tier=tier_number(configured) if configured else None,
    )


def _columns(pairs: list[str]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not (equals and field and column):
            raise InvalidInput("--column", f"{shown(pair)} is not of the form FIELD=COLUMN")
        if field in columns:
            raise InvalidInput("--column", f"{shown(field)} is given twice")
        columns[field] = column
    return columns


@contextmanager
def _opened(file: str) -> Iterator[tuple[BinaryIO, int | None]]:
    """The stream and its size, None where it is not known."""
    if file == small_file.STDIN:
        yield sys.stdin.buffer, None
        return
    try:
        stream = open(file, "rb")  # noqa: SIM115 - closed below; an error of the block is not one of opening
    except FileNotFoundError:
        raise NotFound(f"there is no file {shown(file)}") from None
    except OSError as error:
        raise StorageFailed(f"cannot read {shown(file)}: {error.strerror}") from error
    with stream:
        yield stream, os.fstat(stream.fileno()).st_size or None


def _say(report: Report, dry_run: bool, format: str | None) -> None:
    if format is None:
        for each in report.refused_lines:
            output.note(safe(f"line {each.number}: {each.error}"))
        if report.refused > KEPT:
            output.note(f"and {report.refused - KEPT:,} lines more")
    if report.ignored_columns:
        output.note(safe(f"columns without a field: {', '.join(report.ignored_columns)}"))
    if dry_run:
        output.note("nothing was written, as this was a dry run; added is what would be")
    refused = [{"line": each.number, "reason": str(each.error)} for each in report.refused_lines]
    facts: dict[str, object] = {
        "lines": report.lines,
        "added": report.added,
        "already_here": report.present,
        "refused": report.refused,
        "seconds": round(report.seconds, 3),
        "root": None if dry_run else report.root.hex(),
    }
    if format in ("json", "jsonl"):
        facts |= {"commit": report.commit, "dry_run": dry_run, "refused_lines": refused}
    counts = ("lines", "added", "already_here", "refused")
    record("steme.import", facts, format=format, human={name: figures.count(facts[name]) for name in counts})  # type: ignore[arg-type]
