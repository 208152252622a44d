"""Answers to questions as people, scripts and spreadsheets want them."""

from __future__ import annotations

from repo_format import vocabulary
from repo_format.errors import NotFound
from steme import query, scoring, times
from steme_cli import output
from steme_cli.render import figures
from steme_cli.render.column import Column
from steme_cli.render.rows import rows
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.authors import Authors
    from steme.candidate import Candidate
    from steme.lens import Layer
    from steme.query import Answer
    from steme.scoring import Side
    from steme.weighing import Weighing

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
    Column("id", human=lambda text: figures.short_id(text or "")),
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


_SIDES_ALONE = ("skeptic", "constraints")
"""Lenses by which nobody wins."""


class Shown:
    """Answers on their way to the screen; afterwards ``count`` and ``contested`` say how many there were of which.

    Those that nobody claims anything for are shown only where ``empty`` asks for them, and never counted.
    """

    def __init__(self, view: Snapshot, authors: Authors, found: Iterable[Answer], empty: bool = False) -> None:
        self._view = view
        self._authors = authors
        self._found = found
        self._empty = empty
        self._unlike: set[str] = set()
        self._aside: dict[str, int] = {}
        self.count = 0
        self.contested = 0

    def _counted(self) -> Iterator[Answer]:
        for answer in self._found:
            if answer.candidates:
                self.count += 1
                self.contested += answer.resolution.status == "CONTESTED"
                self._unlike.update(answer.unlike)
            else:
                self._aside = answer.aside
            if answer.candidates or self._empty:
                yield answer
        if self._unlike:
            from steme_cli.render import unlike_units

            unlike_units.note(self._unlike)

    def require_some(self, subject: str, predicate: str | None) -> None:
        """Raise NotFound when there was nothing to show. Looks at the view once more."""
        if not self.count:
            from steme_cli.render.nothing import sentence  # only where there is nothing to show

            raise NotFound(sentence(self._view, subject, predicate, self._aside))

    def require_some_of(self, questions: int) -> None:
        """Raise NotFound when there were questions, and none of them had an answer."""
        if questions and not self.count:
            raise NotFound(f"nobody claims anything about any of the {questions} questions that these filters let pass")

    def values(self) -> None:
        """The bare values, one a line; an empty line where there is none."""
        for answer in self._counted():
            output.write(safe(_bare(answer.value)) + "\n")

    def rows(self, format: str | None, lens: str = "") -> None:
        """One row for each answer; in CSV one for each voice or tier where the ``lens`` names no claim alone."""
        if format == "csv" and _last(lens) in ("layered", *_SIDES_ALONE):
            from steme_cli.render import side_rows  # only for these lenses

            if _last(lens) == "layered":
                found = (row for one in self._counted() for row in side_rows.layers(one, self.claim))
            else:
                found = (row for one in self._counted() for row in side_rows.voices(one, self._voice, self._side))
            rows("steme.query", side_rows.LISTED[_last(lens)], found, format=format)
            return
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
            **self._counts_as(answer, candidate),
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

    def _counts_as(self, answer: Answer, candidate: Candidate) -> dict[str, object]:
        """The value that a claim counts as, where that is not its own."""
        value = answer.counted.get(candidate.seq)
        if value is None:
            return {}
        number = query.value_of(self._view, value, candidate.seq)
        return {"counts_as": {"value": number, "unit": query.unit_of(self._view, value) or None}}

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
            sides=[self._side(side, answer) for side in resolution.sides],
            contributing=[candidate.id.hex() for candidate in answer.candidates],
        )
        if answer.from_view is not None:
            from steme_cli.render.view_source import source  # only where there are views

            row["view"] = source(answer.from_view)
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

    def _side(self, side: Side, answer: Answer | None = None) -> dict[str, object]:
        """A side; with the claims of its voices where ``answer`` is that of a lens which lets nobody win."""
        first = side.voices[0]
        facts: dict[str, object] = {
            "value": plain(query.value_of(self._view, side.value, first.seq)),
            "unit": query.unit_of(self._view, side.value) or None,
            "share": round(side.share, 6),
            "support": round(side.support, 6),
            "voices": len(side.voices),
            "ids": [voice.id.hex() for voice in side.voices],
        }
        if answer is not None and _last(answer.resolution.lens) in _SIDES_ALONE:
            facts["claims"] = [self._voice(answer, voice) for voice in side.voices]
        return facts

    def _voice(self, answer: Answer, voice: Candidate) -> dict[str, object]:
        """A claim where nobody wins; that of a rule with its reason."""
        facts = self.claim(answer, voice)
        if _last(answer.resolution.lens) == "constraints":
            from steme_cli.render.side_rows import note_of  # reads the object

            facts["note"] = note_of(self._view, voice)
        return facts

    def weighings(self, weigh: Callable[[Answer], Weighing], format: str) -> None:
        """How each answer came about: in JSON as its ``weighing``, in CSV with a row for every claim."""
        from steme_cli.render.weighing_facts import COLUMNS, WeighingFacts  # only for who wants to know it

        facts = WeighingFacts(self.claim, self._side)
        if format == "csv":
            found = (row for answer in self._counted() for row in facts.rows(answer, weigh(answer)))
            rows("steme.query", COLUMNS, found, format=format)
            return
        whole = ({**self._row(one), "weighing": facts.whole(one, weigh(one))} for one in self._counted())
        rows("steme.query", ANSWER_COLUMNS, whole, format=format)

    def page(self, weigh: Callable[[Answer], Weighing] | None = None) -> None:
        """Answers in full, for people; ``weigh`` finds out how each came about."""
        from steme_cli.render.answer_page import AnswerPage  # rows and bare values do without

        for answer in self._counted():
            page = AnswerPage(self._view, self._authors, answer, self.claim)
            output.write("".join(line + "\n" for line in page.lines(weigh(answer) if weigh else None)))


def _last(lens: str) -> str:
    """The lens that decides: of ``epoch:skeptic`` the second."""
    return lens.rpartition(":")[2]


def _bare(value: object) -> object:
    """A value as JSON and CSV write it, texts and subjects without quotes; nothing where there is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value


def plain(value: object) -> object:
    """A value as JSON has it: a reference becomes ``{"ref": SUBJECT}``."""
    return {"ref": value.subject} if isinstance(value, query.Reference) else value
