"""How an answer came about, for programs: what every claim counted for, and what made the others step aside."""

from __future__ import annotations

from repo_format import vocabulary
from steme_cli.render.column import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from steme.candidate import Candidate
    from steme.query import Answer
    from steme.scoring import Side
    from steme.weighing import SetAside, Weighed, Weighing

    Facts = dict[str, object]
    Claim = Callable[[Answer, Candidate], Facts]
    OneSide = Callable[[Side], Facts]

COLUMNS = tuple(
    Column(name)
    for name in (
        "subject", "predicate", "counts_as_value", "counts_as_unit", "share", "value", "unit", "stated_confidence",
        "confidence", "tier", "tier_weight", "trust", "depth", "votes", "speaks", "wins", "reason", "by",
        "author_label", "time", "id",
    )
)  # fmt: skip
"""Of the table with a row for every claim."""


class WeighingFacts:
    """Makes facts of weighings; ``claim`` makes a row of a candidate, ``side`` one of a side (those of ``Shown``)."""

    def __init__(self, claim: Claim, side: OneSide) -> None:
        self._claim = claim
        self._side = side

    def whole(self, answer: Answer, made: Weighing) -> Facts:
        """``sides``, each with its ``claims`` in the order of the page, and what was set ``aside``, with the cause."""
        sides = [
            {**self._side(side), "claims": [self._weighed(answer, one) for one in claims]}
            for side, claims in made.sides
        ]
        return {"sides": sides, "aside": [self._fallen(answer, one) for one in made.aside]}

    def rows(self, answer: Answer, made: Weighing) -> Iterator[Facts]:
        """A row for every claim, those that were set aside last."""
        question = {"subject": answer.question.subject, "predicate": answer.question.predicate}
        for side, claims in made.sides:
            facts = self._side(side)
            counts_as = {"counts_as_value": facts["value"], "counts_as_unit": facts["unit"], "share": facts["share"]}
            yield from ({**question, **counts_as, **self._weighed(answer, one)} for one in claims)
        yield from ({**question, **self._fallen(answer, one)} for one in made.aside)

    def _weighed(self, answer: Answer, one: Weighed) -> Facts:
        winner = answer.resolution.winner
        return {
            **self._plain(answer, one.candidate),
            "stated_confidence": one.stated,
            "confidence": one.candidate.confidence,
            "half_life_days": one.half_life,
            "tier_weight": vocabulary.TIER_WEIGHTS[one.candidate.tier],
            "trust": one.trust,
            "depth": one.depth,
            "votes": one.votes,
            "speaks": one.is_voice,
            "voice": one.voice.id.hex(),
            "wins": winner is not None and winner.seq == one.candidate.seq,
        }

    def _fallen(self, answer: Answer, one: SetAside) -> Facts:
        facts = self._plain(answer, one.candidate)
        facts["stated_confidence"] = facts.pop("confidence")
        return {**facts, "reason": one.reason, "by": one.by.hex() or None}

    def _plain(self, answer: Answer, one: Candidate) -> Facts:
        facts = self._claim(answer, one)
        return {name: fact for name, fact in facts.items() if name not in ("subject", "predicate", "counts_as")}
