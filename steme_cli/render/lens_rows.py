"""What every lens answers to one question, a row each."""

from __future__ import annotations

from steme import lens
from steme.query import Question, unit_of
from steme.times import format_time
from steme_cli.render import figures
from steme_cli.render.answers import plain
from steme_cli.render.column import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.asking import Asker
    from steme.authors import Authors
    from steme.query import Answer

COLUMNS = (
    Column("lens"),
    Column("value", right=True, human=figures.value),
    Column("unit"),
    Column("confidence", right=True, human=figures.score),
    Column("status"),
    Column("author_label", "author"),
    Column("time", human=lambda text: (text or "")[:10]),
)


def lens_rows(
    view: Snapshot, asker: Asker, authors: Authors, subject: str, predicate: str
) -> Iterator[dict[str, object]]:
    """A row for every lens, for a question that has claims; nothing where there are none."""
    for name, line in lens.described():
        answer = asker.ask(Question(subject, predicate, name))
        if answer.candidates:
            yield {"lens": name, **_answered(view, authors, answer), "decides": line}


def _answered(view: Snapshot, authors: Authors, answer: Answer) -> dict[str, object]:
    resolution, winner = answer.resolution, answer.resolution.winner
    author = view.text(winner.author) if winner else None
    return {
        "value": plain(answer.value),
        "unit": (unit_of(view, winner.value_key) or None) if winner else None,
        "confidence": round(resolution.confidence, 6) if winner else None,
        "conflict": round(resolution.conflict, 6),
        "status": resolution.status,
        "values": len(resolution.sides),
        "author": author,
        "author_label": authors.name(author) if author else None,
        "time": format_time(winner.time) if winner else None,
        "id": winner.id.hex() if winner else None,
    }
