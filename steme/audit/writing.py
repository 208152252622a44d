"""From an answer to the record of it. Imports no msgspec, since a query passes through it."""

from __future__ import annotations

from repo_format import head, plain_json
from repo_format.storage import commits
from steme import lens as lenses
from steme.audit.contribution import contributions
from steme.context import TRUST
from steme.query import Reference, unit_of, value_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot
    from steme.audit.asker import AskerAt
    from steme.lens import Resolution
    from steme.policy import Policy
    from steme.query import Answer, Question

    Plain = dict[str, object]

VERSION = 1
BY_TIER = "tier"
"""For ``decay``: the half-life is that of the tier."""


def payload_of(answer: Answer, asker: AskerAt, by: str | None, program: str | None) -> bytes:
    """The canonical JSON of the record of an answer that ``asker`` gave (docs/format/audit.md, section 1)."""
    asked = answer.question
    record: Plain = {
        "head": head_of(asker.view).hex(),
        "policy": policy_fields(asker.policy),
        "question": question_fields(asked),
        "time": asker.moment,
        "version": VERSION,
        **outcome_fields(answer, asker.view),
        **_without_defaults(by=by, program=program),
    }
    if TRUST in lenses.needs(asked.lens):
        record["trust_roots"] = sorted(key.hex() for key in asker.roots)
    return plain_json.encode(record)


def outcome_fields(answer: Answer, view: Snapshot) -> Plain:
    """Those fields of a record that say how a question was answered; equal where an answer is reproduced exactly."""
    weights = {one.hex(): weight for one, weight in contributions(answer).items()}
    return {
        "answer": _given(answer, view),
        **_without_defaults(also=answer.also, aside=answer.aside, contributing=weights),
    }


def policy_fields(policy: Policy) -> Plain:
    """A policy as a record holds it."""
    return _without_defaults(name=policy.name, roots=sorted(key.hex() for key in policy.roots))


def head_of(view: Snapshot) -> bytes:
    """The id of the newest head in a view, ``NO_HEAD`` before the first commit."""
    number = view.watermark.commit
    return commits.row(view, number).head if number else head.NO_HEAD


def question_fields(question: Question) -> Plain:
    """A question as a record holds it."""
    filters, decay = question.filters, question.decay
    return _without_defaults(
        as_of=filters.as_of,
        author=filters.author,
        decay=None if decay is None else BY_TIER if decay.days is None else decay.days,
        epoch=filters.epoch,
        include=sorted(question.include),
        known_at=filters.known_at,
        lens=question.lens,
        lifecycles=None if filters.lifecycles is None else sorted(filters.lifecycles),
        predicate=question.predicate,
        source=filters.source,
        subject=question.subject,
        tier=filters.tier,
        tolerance=question.tolerance,
    )


def _given(answer: Answer, view: Snapshot) -> Plain:
    resolution, winner = answer.resolution, answer.resolution.winner
    given: Plain = {
        "confidence": resolution.confidence,
        "conflict": resolution.conflict,
        "status": resolution.status,
        **_without_defaults(cross_conflict=resolution.cross_conflict, disputed=answer.disputed),
    }
    if winner is None:
        return given | _without_defaults(sides=sides(resolution, view))
    unit = unit_of(view, winner.value_key)
    return given | {"winner": winner.id.hex(), "value": plain(answer.value)} | _without_defaults(unit=unit)


def sides(resolution: Resolution, view: Snapshot) -> list[Plain]:
    """The values of a resolution with their shares, in its order."""
    found: list[Plain] = []
    for side in resolution.sides:
        value = plain(value_of(view, side.value, side.voices[0].seq))
        found.append({"share": side.share, "value": value, **_without_defaults(unit=unit_of(view, side.value))})
    return found


def plain(value: object) -> object:
    """A value as JSON has it: a reference becomes ``{"ref": SUBJECT}``."""
    return {"ref": value.subject} if isinstance(value, Reference) else value


def _without_defaults(**fields: object) -> Plain:
    """Those fields that say something: not None, empty or zero. ``as_of``, ``known_at`` and ``tier`` may be zero."""
    may_be_zero = ("as_of", "known_at", "tier")
    return {
        name: value
        for name, value in fields.items()
        if value or (name in may_be_zero and value is not None) or (name == "lifecycles" and value is not None)
    }
