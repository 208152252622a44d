"""One answer on a page: the value, what it rests on, every side with its share, and what stepped aside."""

from __future__ import annotations

import sys

from repo_format import vocabulary
from repo_format.storage import tables
from steme import query
from steme_cli import output
from steme_cli.render import figures
from steme_cli.render.text import columns, safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.authors import Authors
    from steme.candidate import Candidate
    from steme.query import Answer
    from steme.weighing import Weighing

    Claim = Callable[[Answer, Candidate], dict[str, object]]

_SIDES_SHOWN = 12
_NAMES_SHOWN = 4
_WIDEST = 40
_COLOURS = {"CONTESTED": "31", "AGREED": "33", "UNANIMOUS": "32"}


class AnswerPage:
    """The lines of a page; ``claim`` makes a row of a candidate (``Shown.claim``)."""

    def __init__(self, view: Snapshot, authors: Authors, answer: Answer, claim: Claim) -> None:
        self._view = view
        self._authors = authors
        self._answer = answer
        self._resolution = answer.resolution
        self._claim = claim
        colored = output.colored(sys.stdout)
        self._bold, self._dim, self._off = ("\x1b[1m", "\x1b[2m", "\x1b[0m") if colored else ("", "", "")

    def lines(self, weighing: Weighing | None = None) -> Iterator[str]:
        """The page, without line ends; a ``weighing`` adds what every claim counted for."""
        yield from self._head()
        if self._resolution.layers:
            yield from ("", *self._layers())
        if self._resolution.lens.rpartition(":")[2] in ("skeptic", "constraints"):
            yield from ("", *self._voices())
        elif len(self._resolution.sides) > 1 or self._resolution.winner is None:
            yield from ("", *self._bars())
        if weighing is None:
            yield from self._aside()
        else:
            yield from self._explained(weighing)

    def _head(self) -> Iterator[str]:
        question, resolution = self._answer.question, self._resolution
        also = f" (also {', '.join(map(safe, self._answer.also))})" if self._answer.also else ""
        yield f"{self._dim}{safe(question.subject)} {safe(question.predicate)}{also}{self._off}"
        agrees = ""
        if resolution.winner is not None:
            claim = self._claim(self._answer, resolution.winner)
            unit = f" {safe(claim['unit'])}" if claim["unit"] else ""
            same = self._counted(resolution.winner)
            yield f"{self._bold}{safe(figures.value(self._answer.value))}{unit}{self._off}{same}"
            yield (
                f"  by {safe(claim['author_label'])}, {str(claim['time'])[:10]}, {claim['tier']}, "
                f"confidence {resolution.winner.confidence:.3g}, "
                f"{self._dim}{resolution.winner.id.hex()[:12]}{self._off}"
            )
            agrees = f"{resolution.confidence:.0%} of the support agrees, "
        if resolution.status == "RULES":
            yield f"  lens {resolution.lens}: {figures.counted(len(resolution.sides), 'rule')}, the strongest first"
        else:
            score = f"conflict {resolution.conflict:.2f} {self._status(resolution.status)}"
            yield f"  lens {resolution.lens}: {agrees}{score}"
        if self._answer.from_view is not None:
            from steme_cli.render.view_source import sentence  # only where there are views

            yield f"  {self._dim}{sentence(self._answer.from_view)}{self._off}"

    def _status(self, status: str) -> str:
        return f"\x1b[{_COLOURS.get(status, '0')}m{status}{self._off}" if self._off else status

    def _layers(self) -> Iterator[str]:
        layers = self._resolution.layers
        winners = [layer.resolution.winner for layer in layers]
        texts = [self._text(one.value_key, one.seq) if one else "" for one in winners]
        for layer, value in zip(layers, columns(texts, _WIDEST, self._numeric()), strict=True):
            own = layer.resolution
            yield (
                f"  {layer.tier} {vocabulary.TIERS[layer.tier]:13}  {value}  "
                f"{layer.count:4} {_claims(layer.count):6}  "
                f"conflict {own.conflict:.2f} {self._status(own.status)}"
            )
        yield f"  between the tiers: conflict {self._resolution.cross_conflict:.2f}"

    def _bars(self) -> Iterator[str]:
        sides = self._resolution.sides
        texts = [self._text(side.value, side.voices[0].seq) for side in sides[:_SIDES_SHOWN]]
        for side, column in zip(sides[:_SIDES_SHOWN], columns(texts, _WIDEST, self._numeric()), strict=True):
            names = [safe(self._authors.name(self._view.text(voice.author))) for voice in side.voices[:_NAMES_SHOWN]]
            more = f" and {len(side.voices) - _NAMES_SHOWN} more" if len(side.voices) > _NAMES_SHOWN else ""
            yield f"  {column}  {figures.bar(side.share).ljust(20)} {side.share:4.0%}  {', '.join(names)}{more}"
        if len(sides) > _SIDES_SHOWN:
            yield f"  ... and {len(sides) - _SIDES_SHOWN} more values; --claims lists every claim"

    def _numeric(self) -> bool:
        """Whether the values that are shown are numbers, and so stand at the right of their column."""
        return all(side.value[0] == tables.NUMBER for side in self._resolution.sides[:_SIDES_SHOWN])

    def _voices(self) -> Iterator[str]:
        """Every side with its voices; a rule has no share, and each voice for it a reason."""
        from steme_cli.render.side_rows import in_order, note_of

        rules = self._resolution.lens.endswith("constraints")
        for side in self._resolution.sides:
            text = self._text(side.value, side.voices[0].seq)
            share = "" if rules else f"  {figures.bar(side.share)} {side.share:.0%}"
            yield f"  {self._bold}{text}{self._off}{share}"
            for voice in in_order(side):
                yield f"    {self._voice(voice)}"
                note = note_of(self._view, voice) if rules else None
                if note:
                    yield f"      {safe(note)}"

    def _voice(self, voice: Candidate) -> str:
        claim = self._claim(self._answer, voice)
        source = f", {safe(self._source(str(claim['source'])))}" if claim["source"] else ""
        return (
            f"{claim['tier']:13}  {voice.confidence:4.2f}  {safe(claim['author_label'])}, "
            f"{str(claim['time'])[:10]}{source}  {self._dim}{voice.id.hex()[:12]}{self._off}{self._own(voice)}"
        )

    def _counted(self, one: Candidate) -> str:
        """`` = 0.081 g`` where a claim counts as a value that is written otherwise, with ≈ where it is near to it."""
        value = self._answer.counted.get(one.seq)
        if value is None:
            return ""
        from steme.alike import is_equal  # only where values were brought together

        sign = "=" if is_equal(self._view, one.value_key, value) else "≈"
        return f" {sign} {self._text(value, one.seq)}"

    def _own(self, voice: Candidate) -> str:
        return f"  as {self._text(voice.value_key, voice.seq)}" if voice.seq in self._answer.counted else ""

    def _source(self, source: str) -> str:
        from steme.sources import name_of  # reads an object, and with that comes msgspec

        seq = self._view.seq_of(bytes.fromhex(source))
        return name_of(self._view, seq) if seq else source[:12]

    def _explained(self, weighing: Weighing) -> Iterator[str]:
        from steme_cli.render.weighing_lines import WeighingLines  # reads objects, and with that comes msgspec

        lines = WeighingLines(
            self._view, self._authors, self._answer, weighing, lambda one: self._text(one.value_key, one.seq)
        )
        yield from ("", *lines.weighed(lambda side: self._text(side.value, side.voices[0].seq)))
        yield from self._aside()
        yield from lines.aside()

    def _aside(self) -> Iterator[str]:
        answer = self._answer
        if answer.aside or answer.disputed:
            yield ""
        if answer.aside:
            yield "  set aside: " + ", ".join(f"{count} by {reason}" for reason, count in answer.aside.items())
        if answer.disputed:
            yield f"  disputed: {answer.disputed}, by keys that have no right to retract or supersede them here"

    def _text(self, value: tuple[int, int, float, int], seq: int) -> str:
        unit = query.unit_of(self._view, value)
        shown = figures.value(query.value_of(self._view, value, seq))
        return safe(f"{shown} {unit}" if unit else shown)


def _claims(count: int) -> str:
    return "claim" if count == 1 else "claims"
