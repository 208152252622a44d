"""Gold standards, and how authors did against them, as rows."""

from __future__ import annotations

from steme import times
from steme_cli.render import figures, words
from steme_cli.render.column import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.authors import Authors
    from steme.gold.check import Tally
    from steme.gold.standard import Gold


def _rank(value: object) -> str:
    return f"{value:.3f}"


LIST = (
    Column("subject"),
    Column("predicate"),
    Column("value", right=True, human=figures.value),
    Column("unit"),
    Column("tolerance", right=True, human=lambda share: f"{share * 100:g} %" if share else ""),
    Column("author_label", "author"),
    Column("time"),
    Column("id", human=figures.short_id),
)
"""``steme gold list``."""

CHECK = (
    Column("author_label", "author"),
    Column("checked", right=True),
    Column("right", right=True),
    Column("wrong", right=True),
    Column("incomparable", "not comparable", right=True),
    Column("outcomes", "new outcomes", right=True),
    Column("rank_before", right=True, human=_rank),
    Column("rank_after", right=True, human=_rank),
)
"""``steme gold check``."""


def facts(gold: Gold, authors: Authors) -> dict[str, object]:
    """A gold standard as a row."""
    claim = gold.assertion
    return {
        "subject": claim.subject,
        "predicate": claim.predicate,
        "value": words.plain(claim.value),
        "unit": claim.unit,
        "tolerance": gold.tolerance,
        "author": claim.author,
        "author_label": authors.name(claim.author),
        "depth": gold.depth,
        "note": claim.note,
        "time": times.format_time(claim.time),
        "id": gold.id.hex(),
    }


def tally(found: Tally, authors: Authors) -> dict[str, object]:
    """How one author did, as a row."""
    return {
        "author": found.key.hex(),
        "author_label": authors.name(found.key.hex()),
        "checked": found.right + found.wrong,
        "right": found.right,
        "wrong": found.wrong,
        "incomparable": found.incomparable,
        "outcomes": len(found.outcomes),
        "rank_before": found.before,
        "rank_after": found.after,
    }
