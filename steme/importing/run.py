"""The import itself: lines in, one transaction, a report out."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from time import perf_counter

from repo_format.errors import InvalidInput, MalformedObject, StemeError
from steme import times
from steme.importing import line_reader
from steme.importing.claim_maker import ClaimMaker
from steme.importing.csv_facts import CsvFacts
from steme.importing.intake import Recording, Rehearsal
from steme.importing.json_facts import JsonFacts
from steme.importing.options import CSV
from steme.importing.report import FAULTS, Report
from steme.importing.signed_lines import BEGINNINGS, MEMBERS, SignedLines, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from repo_format.storage.snapshot import Snapshot
    from steme.importing.intake import Intake
    from steme.importing.options import Options
    from steme.keys import SigningKey
    from steme.repository import Repository

    Batches = Iterator[tuple[int, list[bytes]]]


class _Stop(Exception):
    """A line that ends the import; never leaves this module."""

    def __init__(self, number: int, error: StemeError) -> None:
        super().__init__(number, error)
        self.number = number
        self.error = error


def import_stream(
    repository: Repository,
    key: SigningKey,
    stream: BinaryIO,
    options: Options,
    advance: Callable[[int], None] | None = None,
) -> Report:
    """Import all lines of ``stream`` in one transaction, sealed and committed with ``key``; durable on return.

    The first line that will not do ends the import with its error, which names the line, and nothing was written; the
    same goes for an interruption. With ``options.keep_going`` such lines are in the report instead. Objects that the
    repository has already are counted and passed over. ``advance`` hears how many bytes were read.

    Raises InvalidInput, BadSignature or FromTheFuture for a bad line; NotFound or AmbiguousId for an unknown default
    source; Busy, StorageFailed, Damaged.
    """
    started = perf_counter()
    options.defaults.check()
    report = Report()
    batches = line_reader.batches(stream, advance or _nobody)
    try:
        with _collector_paused():
            if options.dry_run:
                _rehearse(repository, key, batches, options, report)
            else:
                _record(repository, key, batches, options, report)
    except _Stop as stop:
        raise labelled(stop.number, stop.error) from None
    with repository.snapshot() as view:
        report.root = view.trie.root(view.count)
    report.seconds = perf_counter() - started
    return report


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without the cycle collector: a million objects without a cycle, looked through again and again, cost 7 %."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _rehearse(repository: Repository, key: SigningKey, batches: Batches, options: Options, report: Report) -> None:
    with repository.snapshot() as view:
        _Import(options, key, view, Rehearsal(view, report), report).run(batches)


def _record(repository: Repository, key: SigningKey, batches: Batches, options: Options, report: Report) -> None:
    with repository.begin() as transaction:
        intake = Recording(transaction, key, options.defaults.now, report, options.sealed)
        _Import(options, key, transaction.view(), intake, report).run(batches)
        commit = transaction.commit(key, times.now())
    report.commit = commit.number if commit else None


class _Import:
    """One pass over the lines of one stream."""

    def __init__(self, options: Options, key: SigningKey, view: Snapshot, intake: Intake, report: Report) -> None:
        self._options = options
        self._intake = intake
        self._report = report
        self._maker = ClaimMaker(view, key.public, options.defaults)
        self._signed = SignedLines(intake, view, self._refuse)

    def run(self, batches: Batches) -> None:
        if self._options.format == CSV:
            self._run_csv(batches)
        else:
            self._run_json(batches)
        self._signed.finish()
        self._intake.finish()

    def _run_json(self, batches: Batches) -> None:
        read, add = JsonFacts(self._maker).read, self._intake.add_claim
        for first, lines in batches:
            self._report.lines += len(lines)
            for number, line in enumerate(lines, first):
                try:
                    if line.startswith(BEGINNINGS):
                        self._signed.take(line, number)
                    else:
                        add(*read(line))
                except FAULTS as error:
                    self._take_unusual(number, line, error)

    def _take_unusual(self, number: int, line: bytes, error: StemeError) -> None:
        """A line that is not plainly a fact or an object: blank, too long, an object with its keys in another order."""
        if line is line_reader.TOO_LONG:
            self._refuse(number, InvalidInput("", f"is longer than {line_reader.MAX_LINE} bytes"))
        elif not line.strip():
            self._report.lines -= 1
        elif not line.startswith(BEGINNINGS) and any(member in line for member in MEMBERS):
            self._take_turned(number, line, error)
        else:
            self._refuse(number, error)

    def _take_turned(self, number: int, line: bytes, error: StemeError) -> None:
        """A line that may be signed, its members in another order, or no good fact for the reason ``error``."""
        try:
            parse(line)
        except InvalidInput:
            self._refuse(number, error)
            return
        try:
            self._signed.take(line, number)
        except FAULTS as problem:
            self._refuse(number, problem)

    def _run_csv(self, batches: Batches) -> None:
        facts = CsvFacts(batches, self._maker, self._options.columns, self._options.as_text)
        self._report.ignored_columns = facts.ignored
        for number, cells in facts.records():
            self._report.lines += 1
            try:
                if isinstance(cells, InvalidInput):
                    raise cells
                self._intake.add_claim(*facts.read(cells))
            except FAULTS as error:
                self._refuse(number, error)

    def _refuse(self, number: int, error: StemeError) -> None:
        if not self._options.keep_going:
            raise _Stop(number, error)
        self._report.refuse(number, error)


def labelled(number: int, error: StemeError) -> StemeError:
    """An error of the same class that says in which line it was."""
    if isinstance(error, MalformedObject):
        return MalformedObject(f"line {number}", str(error))
    if isinstance(error, InvalidInput):
        return InvalidInput(f"line {number}", str(error))
    return type(error)(f"line {number}: {error}")


def _nobody(amount: int) -> None:
    """There is nobody to tell."""
