"""One answer on a page: the value, what it rests on, every side with its share, and what stepped aside."""

from __future__ import annotations

import sys

from repo_format import vocabulary
from repo_format.storage import tables
from steme import query
from steme_cli import output
from steme_cli.render import figures
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.authors import Authors
    from steme.candidate import Candidate
    from steme.query import Answer

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

    def lines(self, explain: bool = False) -> Iterator[str]:
        """The page, without line ends; ``explain`` adds how each share came about."""
        yield from self._head()
        if self._resolution.layers:
            yield from ("", *self._layers())
        if self._resolution.lens == "skeptic":
            yield from ("", *self._voices())
        elif len(self._resolution.sides) > 1 or self._resolution.winner is None:
            yield from ("", *self._bars())
        if explain:
            yield from ("", *self._weighing())
        yield from self._aside()

    def _head(self) -> Iterator[str]:
        question, resolution = self._answer.question, self._resolution
        also = f" (also {', '.join(map(safe, self._answer.also))})" if self._answer.also else ""
        yield f"{self._dim}{safe(question.subject)} {safe(question.predicate)}{also}{self._off}"
        agrees = ""
        if resolution.winner is not None:
            claim = self._claim(self._answer, resolution.winner)
            unit = f" {safe(claim['unit'])}" if claim["unit"] else ""
            yield f"{self._bold}{safe(figures.value(self._answer.value))}{unit}{self._off}"
            yield (
                f"  by {safe(claim['author_label'])}, {str(claim['time'])[:10]}, {claim['tier']}, "
                f"confidence {resolution.winner.confidence:.3g}, "
                f"{self._dim}{resolution.winner.id.hex()[:12]}{self._off}"
            )
            agrees = f"{resolution.confidence:.0%} of the support agrees, "
        yield f"  lens {resolution.lens}: {agrees}conflict {resolution.conflict:.2f} {self._status(resolution.status)}"

    def _status(self, status: str) -> str:
        return f"\x1b[{_COLOURS.get(status, '0')}m{status}{self._off}" if self._off else status

    def _layers(self) -> Iterator[str]:
        for layer in self._resolution.layers:
            winner, own = layer.resolution.winner, layer.resolution
            value = self._text(winner.value_key, winner.seq) if winner else ""
            yield (
                f"  {layer.tier} {vocabulary.TIERS[layer.tier]:13}  {value:>24}  {layer.count:4} claims  "
                f"conflict {own.conflict:.2f} {self._status(own.status)}"
            )
        yield f"  between the tiers: conflict {self._resolution.cross_conflict:.2f}"

    def _bars(self) -> Iterator[str]:
        sides = self._resolution.sides
        texts = [self._text(side.value, side.voices[0].seq) for side in sides[:_SIDES_SHOWN]]
        for side, column in zip(sides, self._columns(texts), strict=False):
            names = [safe(self._authors.name(self._view.text(voice.author))) for voice in side.voices[:_NAMES_SHOWN]]
            more = f" and {len(side.voices) - _NAMES_SHOWN} more" if len(side.voices) > _NAMES_SHOWN else ""
            yield f"  {column}  {figures.bar(side.share).ljust(20)} {side.share:4.0%}  {', '.join(names)}{more}"
        if len(sides) > _SIDES_SHOWN:
            yield f"  ... and {len(sides) - _SIDES_SHOWN} more values; --claims lists every claim"

    def _columns(self, texts: list[str]) -> list[str]:
        width = min(_WIDEST, max(map(len, texts), default=0))
        cut = [text if len(text) <= width else text[: width - 3] + "..." for text in texts]
        numeric = all(side.value[0] == tables.NUMBER for side in self._resolution.sides)
        return [text.rjust(width) if numeric else text.ljust(width) for text in cut]

    def _voices(self) -> Iterator[str]:
        for side in self._resolution.sides:
            text = self._text(side.value, side.voices[0].seq)
            yield f"  {self._bold}{text}{self._off}  {figures.bar(side.share)} {side.share:.0%}"
            for voice in sorted(side.voices, key=lambda one: (one.tier, -one.confidence, one.id)):
                yield f"    {self._voice(voice)}"

    def _voice(self, voice: Candidate) -> str:
        claim = self._claim(self._answer, voice)
        source = f", {safe(self._source(str(claim['source'])))}" if claim["source"] else ""
        return (
            f"{claim['tier']:13}  {voice.confidence:4.2f}  {safe(claim['author_label'])}, "
            f"{str(claim['time'])[:10]}{source}  {self._dim}{voice.id.hex()[:12]}{self._off}"
        )

    def _source(self, source: str) -> str:
        from steme.sources import name_of  # reads an object, and with that comes msgspec

        seq = self._view.seq_of(bytes.fromhex(source))
        return name_of(self._view, seq) if seq else source[:12]

    def _weighing(self) -> Iterator[str]:
        total = sum(side.support for side in self._resolution.sides)
        yield "  how the shares came about: support 1 - product of (1 - confidence), over the sum of all"
        for side in self._resolution.sides:
            factors = " x ".join(f"(1 - {voice.confidence:.4g})" for voice in side.voices[:8])
            more = " x ..." if len(side.voices) > 8 else ""
            text = self._text(side.value, side.voices[0].seq)
            yield f"  {text}: 1 - {factors}{more} = {side.support:.4g}, of {total:.4g} is {side.share:.1%}"

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
