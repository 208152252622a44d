"""A timeline as rows: what the answer was from when on, and because of what."""

from __future__ import annotations

from typing import Any

from repo_format import objects
from repo_format.errors import NotFound, shown
from steme import times
from steme_cli import output
from steme_cli.render import clock, figures, words
from steme_cli.render.column import Column
from steme_cli.render.rows import rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot
    from steme.authors import Authors
    from steme.query import Question
    from steme.timeline import Change, Timeline

COLUMNS = (
    Column("time", human=lambda text: clock.minute(times.parse_time(text))),
    Column("value", right=True, human=figures.value),
    Column("unit"),
    Column("confidence", right=True, human=figures.score),
    Column("conflict", right=True, human=figures.score),
    Column("status"),
    Column("author_label", "author"),
    Column("id", human=lambda text: figures.short_id(text or "")),
    Column("because", human=lambda text: words.cut(text, 60)),
)


def require_claims(found: Timeline, question: Question) -> None:
    """Raise NotFound where nobody ever claimed anything."""
    if not found.claims:
        raise NotFound(f"nobody ever claimed anything about {shown(question.subject)} {shown(question.predicate)}")


def show(view: Snapshot, authors: Authors, found: Timeline, limit: int | None, format: str | None) -> None:
    """Write a row for each change, of more than ``limit`` the newest."""
    first = 0 if limit is None else max(0, len(found.changes) - limit)
    rows("steme.timeline", COLUMNS, (row(view, authors, one) for one in found.changes[first:]), format=format)
    if not found.changes:
        output.note("the answer did not move in that time")


def note_left_out(found: Timeline) -> None:
    """Say so where moments were not looked at."""
    if found.left_out:
        looked = len(found.conflicts)
        output.note(
            f"only the newest {looked:,} of {looked + found.left_out:,} moments were looked at; "
            "--until TIME shows earlier ones"
        )


def row(view: Snapshot, authors: Authors, change: Change) -> dict[str, object]:
    """One change; ``because`` is in words, ``because_ids`` are the objects, in JSON."""
    return {
        "time": times.format_time(change.time),
        "value": words.plain(change.value),
        "unit": change.unit or None,
        "confidence": round(change.confidence, 6) if change.id else None,
        "conflict": round(change.conflict, 6),
        "status": change.status,
        "author": change.author,
        "author_label": authors.name(change.author) if change.author else None,
        "id": change.id.hex() if change.id else None,
        "because": because(view, authors, change.because),
        "because_ids": [view.id_of(seq).hex() for seq in change.because],
    }


def because(view: Snapshot, authors: Authors, seqs: list[int]) -> str:
    """What came, in words: the first object, and how many more."""
    record = view.record(seqs[0])
    payload: Any = None if record.payload is None else objects.read(record.payload)
    if payload is not None and payload.kind == "assertion":
        text = f"{authors.name(payload.author)} claims {words.value(payload.value, payload.unit)}"
    else:
        text = words.summary(payload)
    return text if len(seqs) == 1 else f"{text}, and {len(seqs) - 1:,} more"
