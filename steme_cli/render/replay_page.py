"""A replayed answer: what was answered then, what would be answered today, and what has happened since."""

from __future__ import annotations

import sys

from steme import times
from steme_cli import output
from steme_cli.render import clock, figures, words
from steme_cli.render.audit_page import outcome
from steme_cli.render.audit_rows import summary
from steme_cli.render.column import Column
from steme_cli.render.object_page import said
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from steme.audit.changes import Said
    from steme.audit.replay import Difference, Replay
    from steme.authors import Authors

SHOWN = 20
"""So many changes of a sort are listed; JSON has all."""

ROWS = tuple(
    Column(name)
    for name in ("id", "time", "subject", "predicate", "lens", "value", "unit", "now", "reproduced", "holds")
)
"""``steme audit replay`` as CSV."""

_WEIGHT = "weight of "


def page(replay: Replay, summaries: Mapping[str, str], authors: Authors) -> str:
    """The whole page, ending in a newline; ``summaries`` says in a line what claims (ids in hex) say."""
    fields = replay.recorded.fields
    bold, off = ("\x1b[1m", "\x1b[0m") if output.colored(sys.stdout) else ("", "")
    asked = fields.question
    question = safe(f"{asked.subject} {asked.predicate}, by {asked.lens}")
    lines = [
        f"{bold}audit record {figures.short_id(replay.recorded.id.hex())}{off}: {question}",
        f"  then   {safe(outcome(replay.recorded.plain))}, {clock.with_age(fields.time)}",
        f"         {_reproduced(replay)}",
        *(f"           {line}" for line in _lines_of(replay.differences)),
        f"  today  {safe(outcome(replay.today))}",
        f"         {'it still holds' if replay.holds else 'it no longer holds'}",
        *_changes(replay, summaries, authors),
    ]
    return "\n".join(lines) + "\n"


def _reproduced(replay: Replay) -> str:
    if replay.problem is not None:
        return f"it cannot be rebuilt: {replay.problem}"
    return "reproduced exactly" if replay.is_reproduced else "NOT reproduced; rebuilt under its head there is"


def _lines_of(differences: list[Difference]) -> Iterator[str]:
    shown = [one for one in differences if not one.field.startswith(_WEIGHT)]
    for one in shown[:SHOWN]:
        yield safe(f"{one.field}: {_text(one.now)} and not {_text(one.was)}")
    weights = len(differences) - len(shown)
    if weights:
        yield f"other weights of {figures.count(weights)} claims"


def _text(value: object) -> str:
    return "nothing" if value is None else words.value(value)


def _changes(replay: Replay, summaries: Mapping[str, str], authors: Authors) -> Iterator[str]:
    made = replay.changes
    if made.policy:
        yield f"  another policy holds now; then it was {safe(replay.recorded.fields.policy.name)}"
    left = [f"{one.id.hex()}  {one.reason}{_by(one.by)}" for one in made.left]
    yield from _group("no longer counts", left, summaries)
    joined = [f"{one.id.hex()}  new" for one in made.joined]
    yield from _group("counts now", joined, summaries)
    since = [f"{one.target.hex()}  {_said(one, authors)}" for one in made.said]
    yield from _group("was said since", since, summaries)


def _by(identifier: bytes) -> str:
    return f" ({figures.short_id(identifier.hex())})" if identifier else ""


def _said(one: Said, authors: Authors) -> str:
    statement = one.statement
    return f"{said(statement)} by {authors.name(statement.author)} ({figures.short_id(statement.id.hex())})"


def _group(title: str, found: list[str], summaries: Mapping[str, str]) -> Iterator[str]:
    """Lines under a title; each of them begins with the id of what it is about."""
    if found:
        yield f"  {title}:" if len(found) <= SHOWN else f"  {title}, {SHOWN} of {figures.count(len(found))}:"
    for text in found[:SHOWN]:
        one, rest = text[:64], text[64:]
        about = f"  {safe(summaries[one])}" if one in summaries else ""
        yield f"    {figures.short_id(one)}{safe(rest)}{about}"


def facts(replay: Replay) -> dict[str, object]:
    """Everything for programs."""
    made = replay.changes
    return {
        **summary(replay.recorded),
        "reproduced": replay.is_reproduced,
        "problem": replay.problem,
        "differences": [_difference(one) for one in replay.differences],
        "holds": replay.holds,
        "now": _answer(replay).get("value"),
        "answer_now": _answer(replay),
        "moved": [_difference(one) for one in replay.moved],
        "left": [{"id": one.id.hex(), "reason": one.reason, "by": one.by.hex() or None} for one in made.left],
        "joined": [{"id": one.id.hex(), "seq": one.seq} for one in made.joined],
        "said": [_statement(one) for one in made.said],
        "policy_changed": made.policy,
    }


def _answer(replay: Replay) -> dict[str, object]:
    answer = replay.today.get("answer")
    return answer if isinstance(answer, dict) else {}


def _difference(one: Difference) -> dict[str, object]:
    return {"field": one.field, "was": one.was, "now": one.now}


def _statement(one: Said) -> dict[str, object]:
    statement = one.statement
    return {
        "id": statement.id.hex(),
        "relation": statement.relation,
        "detail": statement.detail,
        "target": one.target.hex(),
        "author": statement.author,
        "time": times.format_time(statement.time),
    }
