"""What lenses say that name no single claim, as tables: every voice of every side, and every tier."""

from __future__ import annotations

from repo_format import vocabulary
from steme_cli.render.column import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.candidate import Candidate
    from steme.query import Answer
    from steme.scoring import Side

    Facts = dict[str, object]
    Claim = Callable[[Answer, Candidate], Facts]
    OneSide = Callable[[Side], Facts]

VOICES = tuple(
    Column(name)
    for name in (
        "subject", "predicate", "value", "unit", "share", "support", "tier", "confidence", "author_label", "source",
        "time", "id",
    )
)  # fmt: skip
"""A row for every voice: the value, share and support of its side, and whose claim it is."""

RULES = (*VOICES, Column("note"))
"""The same for rules, whose notes are their reasons."""

LAYERS = tuple(
    Column(name)
    for name in (
        "subject", "predicate", "tier", "value", "unit", "confidence", "claims", "conflict", "status", "author_label",
        "time", "id",
    )
)  # fmt: skip
"""A row for every tier that has claims: its own winner, with the conflict inside the tier."""


LISTED = {"skeptic": VOICES, "constraints": RULES, "layered": LAYERS}
"""Lens -> the columns of its table."""


def voices(answer: Answer, claim: Claim, side: OneSide) -> Iterator[Facts]:
    """The voices in the order of the page; a ``claim`` of a rule has its ``note``."""
    for one in answer.resolution.sides:
        facts = side(one)
        for voice in in_order(one):
            own = claim(answer, voice)
            yield {**own, **{name: facts[name] for name in ("value", "unit", "share", "support")}}


def in_order(side: Side) -> list[Candidate]:
    """The voices of a side, the strongest tier and the highest confidence first."""
    return sorted(side.voices, key=lambda one: (one.tier, -one.confidence, one.id))


def note_of(view: Snapshot, voice: Candidate) -> str | None:
    """The note of a claim, which is what a rule gives as its reason. Reads the object."""
    from repo_format import objects

    payload = view.record(voice.seq).payload
    return None if payload is None else getattr(objects.read(payload), "note", None)


def layers(answer: Answer, claim: Claim) -> Iterator[Facts]:
    """The tiers, the strongest first."""
    for layer in answer.resolution.layers:
        own = layer.resolution
        facts: Facts = {"subject": answer.question.subject, "predicate": answer.question.predicate}
        if own.winner is not None:
            facts |= claim(answer, own.winner)
        yield {
            **facts,
            "tier": vocabulary.TIERS[layer.tier],
            "claims": layer.count,
            "conflict": round(own.conflict, 6),
            "status": own.status,
        }
