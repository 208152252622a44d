"""The difference of two moments: counts, claims, and the answers that changed."""

from __future__ import annotations

import sys

from steme import difference
from steme.authors import Authors
from steme.times import format_time
from steme_cli import output
from steme_cli.render import clock, figures, json_text, log_lines, words
from steme_cli.render.rows import Column, rows
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from steme.difference import Change, Difference
    from steme.history import Entry
    from steme.moments import Moment
    from steme.repository import Repository

COLUMNS = (
    Column("change"),
    Column("id", human=figures.short_id),
    Column("subject"),
    Column("predicate"),
    Column("value", right=True, human=words.value),
    Column("unit"),
    Column("author_label", "author"),
    Column("time"),
)


class DifferencePage:
    """A difference on its way to the screen; ``names`` are the two moments as they were typed.

    Claims are written as they are read; what is kept in memory are the questions that they touch.
    """

    def __init__(self, repository: Repository, found: Difference, names: tuple[str, str]) -> None:
        self._repository = repository
        self._found = found
        self._names = names
        self._authors = Authors()
        self._change = "removed" if found.removed else "added"
        self._touched: dict[tuple[str, str], None] = {}
        with repository.snapshot() as view:
            self._kinds = found.kinds(view)

    def write(self, format: str | None, *, stat: bool) -> None:
        """Write it in the format; with ``stat`` only the counts."""
        if format == "json":
            self._document(stat=stat)
        elif stat and format is not None:
            items = [{"change": self._change, "kind": kind, "count": count} for kind, count in self._kinds.items()]
            rows("steme.diff", [Column("change"), Column("kind"), Column("count", right=True)], items, format=format)
        elif format is not None:
            rows("steme.diff", COLUMNS, map(self._row, self._claims()), format=format)
        else:
            self._paged(stat=stat)

    def _claims(self) -> Iterator[Entry]:
        """The assertions, in order of arrival; on the way every question that any object touches is noted."""
        entries = self._found.entries(self._repository)
        for entry, question in difference.with_questions(self._repository, entries):
            if question is not None:
                self._touched[question] = None
            if entry.payload is not None and entry.payload.kind == "assertion":
                yield entry

    def _changes(self) -> Iterator[Change]:
        return difference.changes(self._repository, self._found, self._touched)

    def _document(self, *, stat: bool) -> None:
        body: dict[str, object] = {
            "from": self._moment(self._found.before),
            "to": self._moment(self._found.after),
            "change": self._change,
            "objects": self._found.count,
            "kinds": self._kinds,
        }
        if not stat:
            body["assertions"] = [self._row(entry) for entry in self._claims()]
            body["answers"] = [_answer(change) for change in self._changes()]
        output.write(json_text.document("steme.diff", body))

    def _moment(self, moment: Moment) -> dict[str, object]:
        received = format_time(moment.received) if moment.received is not None else None
        head = moment.head.hex() if moment.commit else None
        return {"commit": moment.commit, "head": head, "objects": moment.bound, "received": received}

    def _row(self, entry: Entry) -> dict[str, object]:
        return {"change": self._change, **log_lines.row(entry, self._authors)}

    def _paged(self, *, stat: bool) -> None:
        from steme_cli.pager import paged

        with paged():
            for line in self._lines(stat=stat):
                output.write(line + "\n")

    def _lines(self, *, stat: bool) -> Iterator[str]:
        for name, moment in zip(self._names, (self._found.before, self._found.after), strict=True):
            received = f", {clock.with_age(moment.received)}" if moment.received is not None else ""
            yield f"{safe(name)}: {_some(moment.bound, 'object')}{received}"
        if not self._found.count:
            yield "Both have the same objects."
            return
        counts = ", ".join(f"{figures.count(count)} {kind.replace('_', ' ')}" for kind, count in self._kinds.items())
        yield f"{_some(self._found.count, 'object')} {self._change}: {counts}"
        if not stat:
            yield ""
            yield from self._claim_lines()
            yield from self._answer_lines()

    def _claim_lines(self) -> Iterator[str]:
        mark, colour = ("-", "31") if self._found.removed else ("+", "32")
        before, after = (f"\x1b[{colour}m", "\x1b[0m") if output.colored(sys.stdout) else ("", "")
        for entry in self._claims():
            yield f"{before}{mark}{after} {log_lines.line(entry, self._authors)}".rstrip("\n")

    def _answer_lines(self) -> Iterator[str]:
        """The answers that are no longer what they were; of questions without an answer at one moment, the number."""
        once: dict[str, int] = {}
        titled = False
        for change in self._changes():
            if not change.changed:
                continue
            if change.before is None or change.after is None:
                word = "answered for the first time" if change.before is None else "no longer answered"
                once[word] = once.get(word, 0) + 1
            else:
                if not titled:
                    yield ""
                    yield "Newest answers that changed:"
                    titled = True
                yield _changed(change)
        yield from ("", *(f"{_some(count, 'question')} {word}." for word, count in once.items())) if once else ()


def _changed(change: Change) -> str:
    old = words.cut(words.value(change.before, change.before_unit), 60)
    new = words.cut(words.value(change.after, change.after_unit), 60)
    return safe(f"  {change.subject} {change.predicate}: {old} -> {new}")


def _answer(change: Change) -> dict[str, object]:
    return {
        "subject": change.subject,
        "predicate": change.predicate,
        "changed": change.changed,
        "before": words.plain(change.before),
        "before_unit": change.before_unit or None,
        "after": words.plain(change.after),
        "after_unit": change.after_unit or None,
    }


def _some(count: int, noun: str) -> str:
    return f"{figures.count(count)} {noun}{'' if count == 1 else 's'}"
