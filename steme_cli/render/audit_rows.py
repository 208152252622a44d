"""Audit records as rows: what `steme audit list` and `steme audit export` write."""

from __future__ import annotations

from steme import times
from steme_cli.render import figures
from steme_cli.render.column import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.audit.recorded import Recorded

LIST = (
    Column("time"),
    Column("subject"),
    Column("predicate"),
    Column("lens"),
    Column("value", right=True, human=figures.value),
    Column("unit"),
    Column("status"),
    Column("claims", right=True, human=figures.count),
    Column("by"),
    Column("id", human=figures.short_id),
)
"""``steme audit list``."""

EXPORT = tuple(
    Column(name)
    for name in (
        "id", "time", "by", "program", "subject", "predicate", "lens", "value", "unit", "confidence", "conflict",
        "status", "winner", "head", "policy", "claims", "contributing", "weights",
    )
)  # fmt: skip
"""``steme audit export`` as CSV; ids and weights are in one order, the heaviest first."""


def summary(recorded: Recorded) -> dict[str, object]:
    """What was asked, when and by whom, and what the answer was; times in ISO 8601, ids in hex."""
    fields, answer = recorded.fields, recorded.fields.answer
    return {
        "id": recorded.id.hex(),
        "time": times.format_time(fields.time),
        "by": fields.by,
        "program": fields.program,
        "subject": fields.question.subject,
        "predicate": fields.question.predicate,
        "lens": fields.question.lens,
        "value": recorded.value,
        "unit": answer.unit,
        "confidence": answer.confidence,
        "conflict": answer.conflict,
        "status": answer.status,
        "winner": answer.winner,
        "head": fields.head,
        "policy": fields.policy.name,
        "claims": len(fields.contributing),
    }


def whole(recorded: Recorded) -> dict[str, object]:
    """Everything: the summary, the claims with their weights, and the record as it stands in the log."""
    heaviest = by_weight(recorded)
    return {
        **summary(recorded),
        "contributing": [one for one, _ in heaviest],
        "weights": [weight for _, weight in heaviest],
        "record": recorded.plain,
    }


def by_weight(recorded: Recorded) -> list[tuple[str, float]]:
    """``(id in hex, weight)`` of what an answer was made from, the heaviest first, then by id."""
    return sorted(recorded.fields.contributing.items(), key=lambda one: (-one[1], one[0]))
