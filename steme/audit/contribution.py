"""Contribution: how much of an answer rests on each claim (docs/semantics/provenance.md, section 2)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.query import Answer
    from steme.scoring import Side


def contributions(answer: Answer) -> dict[bytes, float]:
    """The weight of every candidate of an answer, by id; they sum up to 1 where anybody has a voice.

    The share of each value is divided among its voices by their confidences. A claim that gives nobody a voice, because
    its author said the same better or the lens left it out, weighs 0.
    """
    found = {one.id: 0.0 for one in answer.candidates}
    for side in answer.resolution.sides:
        found.update(_within(side))
    return found


def _within(side: Side) -> dict[bytes, float]:
    total = 0.0
    for voice in side.voices:
        total += voice.confidence
    if total <= 0:
        return {voice.id: side.share / len(side.voices) for voice in side.voices}
    return {voice.id: side.share * voice.confidence / total for voice in side.voices}
