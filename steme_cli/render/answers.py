"""Answers to questions as people, scripts and spreadsheets want them."""

from __future__ import annotations

from repo_format import vocabulary
from repo_format.errors import NotFound, shown
from steme import query, scoring, times
from steme_cli import output
from steme_cli.render import figures
from steme_cli.render.column import Column
from steme_cli.render.rows import rows
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.authors import Authors
    from steme.candidate import Candidate
    from steme.lens import Layer
    from steme.query import Answer
    from steme.scoring import Side

ANSWER_COLUMNS = (
    Column("subject"),
    Column("predicate"),
    Column("value", right=True, human=figures.value),
    Column("unit"),
    Column("confidence", right=True, human=figures.score),
    Column("conflict", right=True, human=figures.score),
    Column("status"),
    Column("claims", right=True),
    Column("author_label", "author"),
    Column("id", human=figures.short_id),
)

CLAIM_COLUMNS = (
    Column("subject"),
    Column("predicate"),
    Column("value", right=True, human=figures.value),
    Column("unit"),
    Column("confidence", right=True),
    Column("tier"),
    Column("author_label", "author"),
    Column("time"),
    Column("id", human=figures.short_id),
)


class Shown:
    """Answers on their way to the screen; afterwards ``count`` and ``contested`` say how many there were of which."""

    def __init__(self, view: Snapshot, authors: Authors, found: Iterable[Answer]) -> None:
        self._view = view
        self._authors = authors
        self._found = found
        self.count = 0
        self.contested = 0

    def _counted(self) -> Iterator[Answer]:
        for answer in self._found:
            if answer.candidates:
                self.count += 1
                self.contested += answer.resolution.status == "CONTESTED"
                yield answer

    def require_some(self, subject: str, predicate: str | None) -> None:
        """Raise NotFound when there was nothing to show."""
        if not self.count:
            question = shown(subject) if predicate is None else f"{shown(subject)} {shown(predicate)}"
            raise NotFound(f"nobody claims anything about {question} that these filters let pass")

    def values(self) -> None:
        """The bare values, one a line."""
        for answer in self._counted():
            output.write(safe(answer.value) + "\n")

    def rows(self, format: str | None) -> None:
        """One row for each answer."""
        rows("steme.query", ANSWER_COLUMNS, (self._row(answer) for answer in self._counted()), format=format)

    def claims(self, format: str | None) -> None:
        """One row for each claim that counts, newest first within a question."""
        rows("steme.claims", CLAIM_COLUMNS, self._claim_rows(), format=format)

    def _claim_rows(self) -> Iterator[dict[str, object]]:
        for answer in self._counted():
            for candidate in sorted(answer.candidates, key=lambda c: (-c.time, c.id)):
                yield self.claim(answer, candidate)

    def claim(self, answer: Answer, candidate: Candidate) -> dict[str, object]:
        """One claim as a row."""
        view = self._view
        author = view.text(candidate.author)
        return {
            "subject": answer.question.subject,
            "predicate": answer.question.predicate,
            "value": plain(query.value_of(view, candidate.value_key, candidate.seq)),
            "unit": query.unit_of(view, candidate.value_key) or None,
            "confidence": candidate.confidence,
            "tier": vocabulary.TIERS[candidate.tier],
            "lifecycle": vocabulary.LIFECYCLES[candidate.lifecycle],
            "author": author,
            "author_label": self._authors.name(author),
            "time": times.format_time(candidate.time),
            "source": view.text(candidate.source) if candidate.source else None,
            "epoch": view.text(candidate.epoch) if candidate.epoch else None,
            "seq": candidate.seq,
            "id": candidate.id.hex(),
        }

    def _row(self, answer: Answer) -> dict[str, object]:
        resolution, winner = answer.resolution, answer.resolution.winner
        row: dict[str, object] = {"lens": resolution.lens}
        question = {
            "subject": answer.question.subject,
            "predicate": answer.question.predicate,
            "value": None,
            "id": None,
        }
        row.update(self.claim(answer, winner) if winner else question)
        row["claim_confidence"] = row.pop("confidence", None)
        row.update(
            confidence=round(resolution.confidence, 6),
            conflict=round(resolution.conflict, 6),
            entropy=round(scoring.entropy(resolution.sides), 6),
            status=resolution.status,
            claims=len(answer.candidates),
            aside=answer.aside,
            disputed=answer.disputed,
            also=answer.also,
            sides=[self._side(side) for side in resolution.sides],
            contributing=[candidate.id.hex() for candidate in answer.candidates],
        )
        if resolution.layers:
            row["cross_conflict"] = round(resolution.cross_conflict, 6)
            row["layers"] = [self._layer(answer, layer) for layer in resolution.layers]
        return row

    def _layer(self, answer: Answer, layer: Layer) -> dict[str, object]:
        winner = layer.resolution.winner
        return {
            "tier": vocabulary.TIERS[layer.tier],
            "claims": layer.count,
            "conflict": round(layer.resolution.conflict, 6),
            "status": layer.resolution.status,
            "winner": self.claim(answer, winner) if winner else None,
        }

    def _side(self, side: Side) -> dict[str, object]:
        first = side.voices[0]
        return {
            "value": plain(query.value_of(self._view, side.value, first.seq)),
            "unit": query.unit_of(self._view, side.value) or None,
            "share": round(side.share, 6),
            "support": round(side.support, 6),
            "voices": len(side.voices),
            "ids": [voice.id.hex() for voice in side.voices],
        }

    def page(self, explain: bool = False) -> None:
        """One answer in full, for people."""
        from steme_cli.render.answer_page import AnswerPage  # rows and bare values do without

        for answer in self._counted():
            page = AnswerPage(self._view, self._authors, answer, self.claim)
            output.write("".join(line + "\n" for line in page.lines(explain)))


def plain(value: object) -> object:
    """A value as JSON has it: a reference becomes ``{"ref": SUBJECT}``."""
    return {"ref": value.subject} if isinstance(value, query.Reference) else value
