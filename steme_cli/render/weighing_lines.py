"""How an answer came about, line by line: what every claim counted for, and what made the others step aside."""

from __future__ import annotations

from repo_format import objects, vocabulary
from steme import lens as lenses
from steme_cli.render import figures
from steme_cli.render.text import safe, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.authors import Authors
    from steme.candidate import Candidate
    from steme.query import Answer
    from steme.scoring import Side
    from steme.weighing import SetAside, Weighed, Weighing

    Text = Callable[[Candidate], str]

_FACTORS = 8
"""Voices whose doubt is written out in the formula of a support."""

_LATER = {"not known yet": "not known here by then", "later": "claimed after the time that was asked about"}


class WeighingLines:
    """The lines about one answer; ``text`` writes the value of a candidate (made safe)."""

    def __init__(self, view: Snapshot, authors: Authors, answer: Answer, weighing: Weighing, text: Text) -> None:
        self._view = view
        self._authors = authors
        self._answer = answer
        self._weighing = weighing
        self._text = text

    def weighed(self, heading: Callable[[Side], str]) -> Iterator[str]:
        """What each claim counted for; ``heading`` writes the value of a side."""
        yield f"  weighed by the lens {self._answer.resolution.lens}: {_rule(self._answer.resolution.lens)}"
        total = sum(side.support for side, _ in self._weighing.sides)
        made = {one.candidate.seq: _figures(one) for _, claims in self._weighing.sides for one in claims}
        wide = max((width(text) for text in made.values()), default=0)
        for side, claims in self._weighing.sides:
            yield f"  {heading(side)}: {_support(side)}, of {total:.4g} is {side.share:.1%}"
            for one in claims:
                line = made[one.candidate.seq]
                yield f"    {line}{' ' * (wide - width(line))}  {self._who(one.candidate)}{self._remarks(one, side)}"

    def aside(self) -> Iterator[str]:
        """What stepped aside, and because of what."""
        if self._weighing.aside:
            yield "  stepped aside, and why:"
        for one in self._weighing.aside:
            yield f"    {self._text(one.candidate)}  {self._who(one.candidate)}: {self._why(one)}"

    def _who(self, one: Candidate) -> str:
        from steme.times import format_time

        author = safe(self._authors.name(self._view.text(one.author)))
        return f"{figures.short_id(one.id.hex())}  {author}, {format_time(one.time)[:10]}"

    def _remarks(self, one: Weighed, side: Side) -> str:
        winner = self._answer.resolution.winner
        remarks = ["the answer"] if winner is not None and winner.seq == one.candidate.seq else []
        if one.candidate.value_key != side.value:
            remarks.append(f"as {self._text(one.candidate)}")
        if not one.is_voice:
            remarks.append(f"not counted again, its author speaks by {figures.short_id(one.voice.id.hex())}")
        elif one.claims > 1:
            remarks.append(f"counted once of {one.claims}")
        return "".join(f", {remark}" for remark in remarks)

    def _why(self, one: SetAside) -> str:
        reason = one.reason
        if reason == "lifecycle":
            reason = self._stage(one)
        elif reason in ("tier", "epoch", "author", "source"):
            reason = f"another {reason} than was asked for" if reason != "tier" else "a weaker tier than was asked for"
        reason = _LATER.get(reason, reason)
        return f"{reason}, by {self._act(one.by)}" if one.by else reason

    def _stage(self, one: SetAside) -> str:
        if not one.by:
            return f"its stage is {vocabulary.LIFECYCLES[one.candidate.lifecycle]}"
        payload = objects.read(self._view.record(self._view.seq_of(one.by)).payload or b"")
        return f"its stage is {getattr(payload, 'stage', '')}"

    def _act(self, by: bytes) -> str:
        """The id of an act, who made it, and the reason they gave."""
        payload = self._view.record(self._view.seq_of(by)).payload
        made = objects.read(payload) if payload else None
        author = f" of {safe(self._authors.name(made.author))}" if made else ""
        reason = getattr(made, "reason", None)
        return f"{figures.short_id(by.hex())}{author}" + (f" ({safe(reason)})" if reason else "")


def _rule(name: str) -> str:
    """The first sentence of what a lens says of itself; of a wrapper, that and of the lens that it wraps."""
    described = dict(lenses.described())
    texts = [described.get(part, "").rstrip(".") for part in name.split(":")]
    return ": ".join(text[:1].lower() + text[1:] for text in texts)


def _support(side: Side) -> str:
    factors = " x ".join(f"(1 - {voice.confidence:.4g})" for voice in side.voices[:_FACTORS])
    more = " x ..." if len(side.voices) > _FACTORS else ""
    return f"1 - {factors}{more} = {side.support:.4g}"


def _figures(one: Weighed) -> str:
    """Tier, confidence and what it was multiplied with, and votes."""
    claim = one.candidate
    tier = f"{vocabulary.TIERS[claim.tier]} (weight {vocabulary.TIER_WEIGHTS[claim.tier]:g})"
    factors, product = [f"confidence {one.stated:.4g}"], claim.confidence
    if one.half_life is not None and one.stated:
        factors.append(f"decay {claim.confidence / one.stated:.4g}")
    if one.trust is not None:
        factors.append(f"trust {one.trust:.4g} ({_chain(one.depth)})")
        product *= one.trust
    result = f" = {product:.4g}" if len(factors) > 1 else ""
    votes = f", votes {one.votes:+g}" if one.votes is not None else ""
    return f"{tier}, {' x '.join(factors)}{result}{votes}"


def _chain(depth: int | None) -> str:
    if depth is None:
        return "no chain to the author"
    if depth == 0:
        return "yourself"
    return "1 link away" if depth == 1 else f"{depth} links away"
