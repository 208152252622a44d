"""Timeline: how the answer to one question moved (docs/semantics/timeline.md).

The question is asked again as of every moment at which something came that could move the answer, and those moments
are kept at which it did.
"""

from __future__ import annotations

from operator import attrgetter

from repo_format.storage import commits
from steme import query
from steme.events import Events
from steme.filters import Filters
from steme.query import Question

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from repo_format.storage.snapshot import Snapshot
    from steme.asking import Asker
    from steme.events import Event
    from steme.query import Answer, Reference

    Value = int | float | str | bool | Reference | None
    Key = tuple[object, str, bytes | None]

CLAIMED, KNOWN = "claimed", "known"
"""By the authors' clocks (``Filters.as_of``), or in the order in which this repository learnt (``known_at``)."""

MOST_MOMENTS = 10_000
MOST_WORK = 4_000_000
"""Moments times claims that are looked at; more would take longer than somebody waits."""

_NOTHING: Key = (None, "EMPTY", None)


class Moment:
    """Something came: the objects ``seqs``, ascending. ``time`` is when they were made or received, in microseconds,
    and ``bound`` what to ask by: that time, or the seq of the last object of their commit.
    """

    __slots__ = ("bound", "seqs", "time")

    def __init__(self, time: int, bound: int) -> None:
        self.time = time
        self.bound = bound
        self.seqs: list[int] = []


class Change:
    """The answer from a moment on. ``value``, ``author`` (hex), ``id`` are None where there is no winner.

    ``confidence``, ``conflict`` and ``status`` are the resolution's; ``because`` are the seqs of the objects that came,
    that of the new winner first if it is one of them.
    """

    __slots__ = ("author", "because", "confidence", "conflict", "id", "status", "time", "unit", "value")

    def __init__(self, view: Snapshot, moment: Moment, answer: Answer) -> None:
        resolution, winner = answer.resolution, answer.resolution.winner
        self.time = moment.time
        self.value: Value = answer.value
        self.unit = query.unit_of(view, winner.value_key) if winner else ""
        self.confidence = resolution.confidence
        self.conflict = resolution.conflict
        self.status = resolution.status
        self.author = view.text(winner.author) if winner else None
        self.id = answer.winner
        first = winner.seq if winner else 0
        self.because = sorted(moment.seqs, key=lambda seq: (seq != first, seq))


class Timeline:
    """``changes`` of the answer, oldest first, and the answer ``before`` them, None where nobody had claimed anything.

    ``conflicts`` are ``(time, conflict)`` at every moment that was looked at; ``left_out`` counts older moments that
    were not, because there are too many, and ``claims`` what there is to answer with at any time.
    """

    __slots__ = ("before", "changes", "claims", "conflicts", "left_out")

    def __init__(self, claims: int) -> None:
        self.claims = claims
        self.before: Change | None = None
        self.changes: list[Change] = []
        self.conflicts: list[tuple[int, float]] = []
        self.left_out = 0


def timeline(
    view: Snapshot,
    asker: Asker,
    question: Question,
    by: str = CLAIMED,
    since: int | None = None,
    until: int | None = None,
) -> Timeline:
    """How the answer moved from ``since`` to ``until`` (microseconds, both included; None for no end).

    A change is another winner, another value or another status. What came at one time, or by ``KNOWN`` in one commit,
    is one moment. Bounds of the question hold beside that of the moment. Costs an answer for every moment, so moments
    times claims; of more than ``MOST_MOMENTS``, or ``MOST_WORK`` in all, the newest are taken. Raises InvalidInput.
    """
    events = Events(view, question)
    found = Timeline(events.claims)
    moments = _by_commit(view, events.found) if by == KNOWN else _by_time(events.found)
    wanted = [one for one in moments if _within(one.time, since, until)]
    most = max(1, min(MOST_MOMENTS, MOST_WORK // max(1, events.claims)))
    found.left_out = max(0, len(wanted) - most)
    wanted = wanted[found.left_out :]
    if wanted:
        _follow(found, view, asker, question, by, moments[: moments.index(wanted[0])], wanted)
    return found


def _follow(
    found: Timeline,
    view: Snapshot,
    asker: Asker,
    question: Question,
    by: str,
    earlier: Sequence[Moment],
    wanted: Iterable[Moment],
) -> None:
    key = _NOTHING
    if earlier:
        answer = asker.ask(_at(question, by, earlier[-1].bound))
        key = _key(answer)
        found.before = Change(view, earlier[-1], answer) if key != _NOTHING else None
    for moment in wanted:
        answer = asker.ask(_at(question, by, moment.bound))
        found.conflicts.append((moment.time, answer.resolution.conflict))
        if _key(answer) != key:
            key = _key(answer)
            found.changes.append(Change(view, moment, answer))


def _key(answer: Answer) -> Key:
    """What has to differ for a change."""
    winner = answer.resolution.winner
    return winner.value_key if winner else None, answer.resolution.status, answer.winner


def _within(time: int, since: int | None, until: int | None) -> bool:
    return (since is None or time >= since) and (until is None or time <= until)


def _at(question: Question, by: str, bound: int) -> Question:
    """The question as of a moment; a bound that it has already holds too."""
    old = question.filters
    filters = Filters(old.lifecycles, old.tier, old.epoch, old.author, old.source, old.as_of, old.known_at)
    if by == KNOWN:
        filters.known_at = bound if old.known_at is None else min(bound, old.known_at)
    else:
        filters.as_of = bound if old.as_of is None else min(bound, old.as_of)
    return question.but(filters=filters)


def _by_time(events: Iterable[Event]) -> list[Moment]:
    moments: dict[int, Moment] = {}
    for event in sorted(events, key=attrgetter("time", "seq")):
        moments.setdefault(event.time, Moment(event.time, event.time)).seqs.append(event.seq)
    return list(moments.values())


def _by_commit(view: Snapshot, events: Iterable[Event]) -> list[Moment]:
    moments: list[Moment] = []
    for seq in sorted({event.seq for event in events}):
        if not moments or seq > moments[-1].bound:
            commit = commits.of_seq(view, seq)
            moments.append(Moment(commit.received, commit.last_seq))
        moments[-1].seqs.append(seq)
    return moments
