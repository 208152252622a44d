"""Materialised views as rows and one by one."""

from __future__ import annotations

from repo_format import vocabulary
from steme import query
from steme.times import format_time, now
from steme.views.state import UNFORESEEN
from steme_cli.render import clock, figures
from steme_cli.render.answers import plain
from steme_cli.render.rows import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot
    from steme.authors import Authors
    from steme.views.definition import View
    from steme.views.state import State

COLUMNS = (
    Column("id", human=figures.short_id),
    Column("subject"),
    Column("predicate"),
    Column("lens"),
    Column("only", human=lambda given: ", ".join(f"{name} {text}" for name, text in given.items())),
    Column("claims", right=True),
    Column("behind", right=True, human=lambda count: "not kept" if count is None else str(count)),
    Column("resolved", human=lambda text: "" if text is None else str(text)[:16].replace("T", " ")),
)

REFRESHED = (
    Column("id", human=figures.short_id),
    Column("subject"),
    Column("predicate"),
    Column("lens"),
    Column("done"),
)


def listed(view: View, state: State | None, snapshot: Snapshot, authors: Authors) -> dict[str, object]:
    """A view as a row: its question, and how far its answer has followed the repository."""
    return {
        "id": view.id,
        "subject": view.question.subject,
        "predicate": view.question.predicate,
        "lens": view.question.lens,
        "only": _choices(view, authors),
        "claims": None if state is None else state.count,
        "behind": None if state is None else max(0, snapshot.watermark.next_seq - state.next_seq),
        "resolved": None if state is None else format_time(state.made),
    }


def _choices(view: View, authors: Authors) -> dict[str, str]:
    found = view.choices
    if "author" in found:
        found["author"] = authors.name(found["author"])
    if "tier" in found:
        found["tier"] = vocabulary.TIERS[int(found["tier"])]
    if "roots" in found:
        found["roots"] = ", ".join(authors.name(key) for key in found["roots"].split(",") if key)
    return found


def whole(view: View, state: State | None, snapshot: Snapshot, authors: Authors) -> dict[str, object]:
    """A view with the answer that is kept of it."""
    facts = listed(view, state, snapshot, authors)
    if state is None:
        return facts
    made = state.resolution
    winner = made.winner
    value = query.value_of(snapshot, winner.value_key, winner.seq) if winner is not None else None
    facts.update(
        value=plain(value),
        unit=query.unit_of(snapshot, winner.value_key) or None if winner is not None else None,
        confidence=round(made.confidence, 6),
        conflict=round(made.conflict, 6),
        status=made.status,
        sides=made.sides,
        aside=state.aside,
        also=state.also,
        exact_until=None if state.until >= UNFORESEEN else format_time(state.until),
    )
    return facts


def human(facts: dict[str, object], state: State | None) -> dict[str, object]:
    """Other words for some of the facts of ``whole``."""
    choices, behind = facts["only"], facts["behind"]
    words: dict[str, object] = {
        "only": COLUMNS[4].human(choices) if choices and COLUMNS[4].human else None,
        "behind": "its answer is not kept; the next question makes it" if behind is None else f"{behind} objects",
    }
    if state is not None:
        made = state.resolution
        words["value"] = None if facts["value"] is None else figures.value(facts["value"])
        words["resolved"] = f"{facts['resolved']} ({clock.age(now() - state.made)})"
        words["confidence"], words["conflict"] = figures.score(made.confidence), figures.score(made.conflict)
        words["aside"] = ", ".join(f"{count} by {reason}" for reason, count in state.aside.items()) or None
        words["also"] = ", ".join(state.also) or None
    return words
