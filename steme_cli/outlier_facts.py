"""What `steme outliers` shows, as plain mappings."""

from __future__ import annotations

from repo_format.storage import tables
from repo_format.storage.terms import key_of
from steme import sources
from steme.authors import Authors
from steme_cli.render import figures

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.outliers import Outlier

    Facts = dict[str, object]

_BAR = 10


def predicate_terms(view: Snapshot, names: Iterable[str]) -> frozenset[int]:
    """The terms of predicates; those that nobody has used are left out."""
    return frozenset(view.term(key_of(tables.TERM_PREDICATE, name)) for name in names) - {0}


def described(view: Snapshot, found: Iterable[Outlier], by: str) -> Iterator[Facts]:
    """A row for each, with its name and its id or key in full."""
    authors = Authors()
    for one in found:
        text = view.text(one.whose)
        yield {
            by: _source_name(view, text) if by == "source" else authors.name(text),
            "id": text,
            "furthest": one.furthest,
            "of": one.questions,
            "share": round(one.share, 6),
            "distance": round(one.distance, 6),
        }


def _source_name(view: Snapshot, identifier: str) -> str:
    """The name of a source; its id where the repository does not hold it."""
    seq = view.seq_of(bytes.fromhex(identifier))
    return sources.name_of(view, seq) if seq else identifier


def share_and_bar(share: float) -> str:
    """A share as digits and as a bar."""
    return f"{figures.percent(share):>7} {figures.bar(share, _BAR)}"


def summary(questions: int) -> str:
    """The line below the table."""
    if not questions:
        return "no contested question is answered in numbers by three or more"
    return (
        f"{questions:,} contested {'question' if questions == 1 else 'questions'} with three or more answers in numbers"
    )
