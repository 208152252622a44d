"""One audit record as people read it: what was asked, what was answered, and what that rested on."""

from __future__ import annotations

import sys

from steme import times
from steme_cli import output
from steme_cli.render import clock, figures, words
from steme_cli.render.audit_rows import by_weight
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from steme.audit.recorded import Recorded

SHOWN = 20
"""So many of the claims behind an answer are listed, the heaviest."""

_FIELDS = ("tier", "lifecycles", "epoch", "author", "source", "as_of", "known_at", "include", "decay")


def page(recorded: Recorded, summaries: Mapping[str, str]) -> str:
    """The whole page, ending in a newline; ``summaries`` says in a line what claims (ids in hex) say."""
    bold, off = ("\x1b[1m", "\x1b[0m") if output.colored(sys.stdout) else ("", "")
    lines = [f"{bold}audit record {recorded.id.hex()}{off}"]
    lines += [f"  {name:<12}{safe(text)}" for name, text in _pairs(recorded)]
    lines += _contributing(recorded, summaries)
    return "\n".join(lines) + "\n"


def _pairs(recorded: Recorded) -> Iterator[tuple[str, str]]:
    fields = recorded.fields
    asked = fields.question
    yield "question", f"{asked.subject} {asked.predicate}"
    yield "lens", asked.lens
    for name in _FIELDS:
        value = getattr(asked, name)
        if value not in (None, []):
            yield name.replace("_", " "), times.format_time(value) if name == "as_of" else _text(value)
    yield "asked", clock.with_age(fields.time)
    if fields.by or fields.program:
        yield "by", ", ".join(part for part in (fields.by, fields.program) if part)
    yield "answer", outcome(recorded.plain)
    for side in fields.answer.sides[:SHOWN]:
        yield "", f"{side.share:4.0%}  {words.value(side.value, side.unit)}"
    if fields.answer.winner:
        yield "winner", fields.answer.winner
    yield "policy", fields.policy.name
    if fields.trust_roots is not None:
        yield "trust roots", ", ".join(key[:12] for key in fields.trust_roots) or "none"
    yield "head", fields.head
    if fields.also:
        yield "also named", ", ".join(fields.also)
    if fields.aside:
        yield "set aside", ", ".join(f"{count} by {reason}" for reason, count in fields.aside.items())


def outcome(plain: Mapping[str, object]) -> str:
    """An outcome, with fields as in a record, in one line."""
    answer = plain.get("answer")
    if not isinstance(answer, dict):
        return ""
    value = words.value(answer["value"], answer.get("unit")) if "value" in answer else _no_winner(answer)
    agrees = f"{answer['confidence']:.0%} of the support agrees, " if "value" in answer else ""
    return f"{value} ({agrees}conflict {answer['conflict']:.2f} {answer['status']})"


def _no_winner(answer: Mapping[str, object]) -> str:
    sides = answer.get("sides", ())
    count = len(sides) if isinstance(sides, list) else 0
    return f"{count} value{'s' * (count != 1)}, no winner" if count else "nobody claimed anything that fitted"


def _contributing(recorded: Recorded, summaries: Mapping[str, str]) -> Iterator[str]:
    heaviest = by_weight(recorded)
    if heaviest:
        more = f", the heaviest {SHOWN} of {figures.count(len(heaviest))}" if len(heaviest) > SHOWN else ""
        yield f"  made from{more}:"
    for one, weight in heaviest[:SHOWN]:
        yield f"    {weight:6.1%}  {figures.short_id(one)}  {safe(summaries.get(one, 'not here'))}"


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
