"""What was added between two moments: how many objects of which kind, and which questions have a new newest answer."""

from __future__ import annotations

from itertools import islice

from repo_format import vocabulary
from repo_format.storage import tables
from steme import query
from steme.asking import Asker
from steme.filters import Filters
from steme.history import entries, read, target_of
from steme.wanted import Wanted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from repo_format.objects import Payload
    from repo_format.storage.snapshot import Snapshot
    from steme.candidate import Candidate
    from steme.history import Entry
    from steme.moments import Moment
    from steme.repository import Repository

LENS = "recency"
PAGE = 500


class Difference:
    """The objects that one of two moments has and the other lacks: those with a seq above ``low`` and up to ``high``.

    ``removed`` is True when the first moment is the later one, so that going to the second takes objects away.
    """

    __slots__ = ("after", "before", "high", "low", "removed")

    def __init__(self, before: Moment, after: Moment) -> None:
        self.before = before
        self.after = after
        self.removed = after.bound < before.bound
        self.low, self.high = sorted((before.bound, after.bound))

    @property
    def count(self) -> int:
        """The number of objects."""
        return self.high - self.low

    def kinds(self, view: Snapshot) -> dict[str, int]:
        """How many objects there are of each kind, the most first; an erased one counts as what the index holds it
        for.
        """
        counts = {kind: self._of_kind(view, kind) for kind in vocabulary.KINDS if kind != "assertion"}
        counts["assertion"] = self.count - sum(counts.values())
        return {kind: number for kind, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if number}

    def _of_kind(self, view: Snapshot, kind: str) -> int:
        seqs = view.seqs(tables.BY_KIND, bytes((vocabulary.KINDS.index(kind),)))
        return sum(self.low < seq <= self.high for seq in seqs)

    def entries(self, repository: Repository) -> Iterator[Entry]:
        """The objects in order of arrival, read in pages."""
        return entries(repository, Wanted(), oldest_first=True, after=self.low, upto=self.high)


class Change:
    """A question that the difference touches, and its newest answer at each moment, None where there was none."""

    __slots__ = ("after", "after_unit", "before", "before_unit", "changed", "predicate", "subject")

    def __init__(self, view: Snapshot, question: tuple[str, str], bounds: tuple[int, int]) -> None:
        self.subject, self.predicate = question
        old, new = (_newest(view, question, bound) for bound in bounds)
        self.before, self.before_unit = _answer(view, old)
        self.after, self.after_unit = _answer(view, new)
        self.changed = (old and old.value_key) != (new and new.value_key)


def with_questions(repository: Repository, found: Iterable[Entry]) -> Iterator[tuple[Entry, tuple[str, str] | None]]:
    """Each object with the question that it touches: its own if it is an assertion, that of the assertion which it is
    about, None where there is neither. Read in pages.
    """
    rest = iter(found)
    while page := list(islice(rest, PAGE)):
        with repository.snapshot() as view:
            asked = [_question(view, entry.payload) for entry in page]
        yield from zip(page, asked, strict=True)


def _question(view: Snapshot, payload: Payload | None) -> tuple[str, str] | None:
    target = target_of(payload) if payload is not None and payload.kind != "assertion" else None
    seq = view.seq_of(bytes.fromhex(target)) if target else 0
    about: Any = read(view, seq)[1] if seq else payload
    return (about.subject, about.predicate) if about is not None and about.kind == "assertion" else None


def changes(repository: Repository, difference: Difference, touched: Iterable[tuple[str, str]]) -> Iterator[Change]:
    """The newest answers to these questions at both moments, in the order given; read in pages."""
    bounds = (difference.before.bound, difference.after.bound)
    rest = iter(touched)
    while page := list(islice(rest, PAGE)):
        with repository.snapshot() as view:
            found = [Change(view, question, bounds) for question in page]
        yield from found


def _newest(view: Snapshot, question: tuple[str, str], bound: int) -> Candidate | None:
    asked = query.Question(*question, LENS, Filters(known_at=bound))
    return Asker(view).ask(asked).resolution.winner


def _answer(view: Snapshot, winner: Candidate | None) -> tuple[object, str]:
    if winner is None:
        return None, ""
    return query.value_of(view, winner.value_key, winner.seq), query.unit_of(view, winner.value_key)
