"""What rests on a source, as a sentence and as rows."""

from __future__ import annotations

from repo_format.vocabulary import TIERS
from steme import times
from steme.authors import Authors
from steme_cli import output
from steme_cli.render import figures, words
from steme_cli.render.rows import Column, rows
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from steme.acting.impact import Group, Impact
    from steme.acting.reach import Reached

_COUNTS = tuple(Column(name, right=True, human=figures.count) for name in ("claims", "direct", "derived", "aside"))
BY_PREDICATE = (
    Column("predicate"),
    *_COUNTS,
    Column("authors", right=True, human=figures.count),
    Column("questions", right=True, human=figures.count),
)
BY_AUTHOR = (Column("author_label", "author"), *_COUNTS, Column("questions", right=True, human=figures.count))
BY_CLAIM = (
    Column("depth", right=True),
    Column("subject"),
    Column("predicate"),
    Column("value", right=True, human=words.value),
    Column("unit"),
    Column("tier"),
    Column("author_label", "author"),
    Column("aside"),
    Column("id", human=figures.short_id),
)


def show(found: Impact, by: str, format: str | None) -> None:
    """A row for each predicate, author or claim; for people the sum of it first, on stderr."""
    if format in (None, "table"):
        output.note(summary(found))
    authors = Authors()
    if by == "claim":
        items: Iterable[dict[str, object]] = (_claim(found, one, authors) for one in found.claims)
        rows("steme.source.impact.claims", BY_CLAIM, items, format=format)
    elif by == "author":
        items = ({"author": one.name, "author_label": authors.name(one.name), **_counts(one)} for one in found.authors)
        rows("steme.source.impact.authors", BY_AUTHOR, items, format=format)
    else:
        items = ({"predicate": one.name, **_counts(one), "authors": len(one.authors)} for one in found.predicates)
        rows("steme.source.impact", BY_PREDICATE, items, format=format)


def summary(found: Impact) -> str:
    """The whole impact in one sentence."""
    total, name = found.total, f"{safe(found.source.source.name)} ({found.state})"
    if not total.claims:
        return f"no claim rests on {name}"
    whose = f"{counted(len(total.authors), 'author')} on {counted(len(total.questions), 'question')}"
    how = f"{doing(total.direct, 'cite')} it, {doing(total.derived, 'follow')} from those"
    rest = "rests" if total.claims == 1 else "rest"
    return (
        f"{counted(total.claims, 'claim')} by {whose} {rest} on {name}: {how}; {doing(total.aside, 'step')} aside today"
    )


def counted(count: int, noun: str) -> str:
    """A number with its noun: ``1 claim``, ``1,200 claims``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def doing(count: int, verb: str) -> str:
    """A number with what so many do: ``1 cites``, ``3 cite``."""
    return f"{count:,} {verb}s" if count == 1 else f"{count:,} {verb}"


def _counts(group: Group) -> dict[str, object]:
    return {
        "claims": group.claims,
        "direct": group.direct,
        "derived": group.derived,
        "aside": group.aside,
        "questions": len(group.questions),
    }


def _claim(found: Impact, reached: Reached, authors: Authors) -> dict[str, object]:
    claim = reached.claim
    return {
        "depth": reached.depth,
        "subject": claim.subject,
        "predicate": claim.predicate,
        "value": words.plain(claim.value),
        "unit": claim.unit,
        "tier": TIERS[claim.tier],
        "author": claim.author,
        "author_label": authors.name(claim.author),
        "time": times.format_time(claim.time),
        "aside": found.aside.get(reached.row.id),
        "above": reached.above.hex(),
        "id": reached.row.id.hex(),
    }
