"""What acts would change, as a sentence and as rows."""

from __future__ import annotations

from repo_format.vocabulary import TIERS
from steme.authors import Authors
from steme_cli.render import figures, words
from steme_cli.render.rows import Column, rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from steme.acting.effect import Change
    from steme.acting.plan import Plan

COLUMNS = (
    Column("change"),
    Column("subject"),
    Column("predicate"),
    Column("value", right=True, human=words.value),
    Column("unit"),
    Column("tier"),
    Column("author_label", "author"),
    Column("reason"),
    Column("id", human=figures.short_id),
)

ASIDE, BACK = "steps aside", "comes back"


def count(made: Plan) -> int:
    """The number of claims whose standing would change."""
    return len(made.effect.aside) + len(made.effect.back) if made.effect else 0


def summary(made: Plan) -> str:
    """How many claims step aside and come back, without a full stop."""
    if made.effect is None or not count(made):
        return "no claim steps aside"
    parts = []
    if aside := len(made.effect.aside):
        parts.append(f"{aside:,} claim{'s step' if aside > 1 else ' steps'} aside")
    if back := len(made.effect.back):
        parts.append(f"{back:,} claim{'s come' if back > 1 else ' comes'} back")
    return " and ".join(parts)


def show(made: Plan, format: str | None) -> None:
    """A row for every claim whose standing would change: those that step aside first, then in order of reach."""
    rows("steme.changes", COLUMNS, _rows(made), format=format)


def _rows(made: Plan) -> Iterator[dict[str, object]]:
    authors = Authors()
    if made.effect is not None:
        for word, found in ((ASIDE, made.effect.aside), (BACK, made.effect.back)):
            for change in found:
                yield _row(word, change, authors)


def _row(word: str, change: Change, authors: Authors) -> dict[str, object]:
    claim, cause = change.reached.claim, change.after or change.before
    return {
        "change": word,
        "subject": claim.subject,
        "predicate": claim.predicate,
        "value": words.plain(claim.value),
        "unit": claim.unit,
        "tier": TIERS[claim.tier],
        "author": claim.author,
        "author_label": authors.name(claim.author),
        "reason": cause.reason if cause else None,
        "depth": change.reached.depth,
        "above": change.reached.above.hex() if change.reached.depth else None,
        "id": change.reached.row.id.hex(),
    }
