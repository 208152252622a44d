"""Replaying an answer: rebuilt as it was under the head of its record, and asked again today."""

from __future__ import annotations

from repo_format import head, plain_json
from repo_format.errors import InvalidInput
from repo_format.storage import commits
from steme import times
from steme.audit.asker import AskerAt
from steme.audit.changes import Changes, changes
from steme.audit.writing import outcome_fields
from steme.filters import Filters
from steme.policy import Policy, configured
from steme.query import Question

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.audit.recorded import Recorded
    from steme.repository import Repository

    Plain = dict[str, object]

NOT_KNOWN_YET = "not known yet"
"""What is set aside for having come later; a replay always has more of it than there was then."""


class Difference:
    """One field in which an answer is not what was recorded: what it ``was``, and what it is now, None for nothing."""

    __slots__ = ("field", "now", "was")

    def __init__(self, field: str, was: object, now: object) -> None:
        self.field = field
        self.was = was
        self.now = now


class Replay:
    """A recorded answer, rebuilt and asked again.

    ``differences`` are between the record and the answer rebuilt under its head; none where it is reproduced exactly.
    ``problem`` says why it could not be rebuilt at all. ``today`` holds the outcome as of now (fields as in a record)
    and ``moved`` how it differs from the recorded one; ``holds`` is whether the value is still the same. ``changes``
    is what happened to the claims since.
    """

    __slots__ = ("changes", "differences", "holds", "moved", "problem", "recorded", "today")

    def __init__(
        self, recorded: Recorded, then: Plain | None, problem: str | None, today: Plain, made: Changes
    ) -> None:
        self.recorded = recorded
        self.problem = problem
        self.differences = list(_differences(recorded.plain, then)) if then is not None else []
        self.today = today
        self.moved = list(_differences(recorded.plain, today))
        self.holds = _said(recorded.plain) == _said(today)
        self.changes = made

    @property
    def is_reproduced(self) -> bool:
        """Whether the rebuilt answer is the recorded one, bit by bit."""
        return self.problem is None and not self.differences


def replay(repository: Repository, recorded: Recorded, now: int | None = None) -> Replay:
    """Ask the question of a record twice: under its head, as it was asked, and today (at ``now``, microseconds) under
    the policy that is configured now. The trust is that of the recorded roots both times.

    Costs two questions, and a read of every claim that no longer contributes. Raises InvalidInput for a lens that
    there is not.
    """
    moment = times.now() if now is None else now
    with repository.snapshot() as view:
        bound = _bound(view, recorded.head)
        problem = "its head is not one of this repository's" if bound is None else None
        then = _rebuilt(view, recorded, bound) if bound is not None else None
        asker = AskerAt(view, configured(view, repository.configuration), lambda _: _roots(recorded), moment)
        answer = asker.ask(recorded.question)
        made = changes(view, recorded, answer, asker, bound)
        return Replay(recorded, then, problem, outcome_fields(answer, view), made)


def _rebuilt(view: Snapshot, recorded: Recorded, bound: int) -> Plain:
    policy = recorded.fields.policy
    then = Policy(policy.name, frozenset(map(bytes.fromhex, policy.roots)))
    asker = AskerAt(view, then, lambda _: _roots(recorded), recorded.fields.time)
    return outcome_fields(asker.ask(_known_by(recorded.question, bound)), view)


def _bound(view: Snapshot, head_id: bytes) -> int | None:
    """The seq of the last object under a head, None for a head that is not of this repository."""
    number = commits.number_of(view, head_id)
    if number:
        return commits.row(view, number).last_seq
    return 0 if head_id == head.NO_HEAD else None


def _roots(recorded: Recorded) -> frozenset[bytes]:
    return frozenset(map(bytes.fromhex, recorded.fields.trust_roots or ()))


def _known_by(question: Question, bound: int) -> Question:
    """The same question, asked when nothing after ``bound`` was known."""
    old = question.filters
    known_at = bound if old.known_at is None else min(bound, old.known_at)
    filters = Filters(old.lifecycles, old.tier, old.epoch, old.author, old.source, old.as_of, known_at)
    return question.but(filters=filters)


def _differences(was: Plain, now: Plain) -> Iterator[Difference]:
    for field, old, new in _pairs(was, now):
        if old != new:
            yield Difference(field, old, new)


def _pairs(was: Plain, now: Plain) -> Iterator[tuple[str, object, object]]:
    """``(field, was, now)`` of everything that an outcome says; claims by their ids and weights come last."""
    old, new = _mapping(was, "answer"), _mapping(now, "answer")
    for name in sorted(old.keys() | new.keys()):
        yield name, old.get(name), new.get(name)
    yield "also", was.get("also", []), now.get("also", [])
    old, new = _mapping(was, "aside"), _mapping(now, "aside")
    for name in sorted((old.keys() | new.keys()) - {NOT_KNOWN_YET}):
        yield f"aside: {name}", old.get(name, 0), new.get(name, 0)
    old, new = _mapping(was, "contributing"), _mapping(now, "contributing")
    for name in sorted(old.keys() | new.keys()):
        yield f"weight of {name}", old.get(name), new.get(name)


def _mapping(plain: Plain, name: str) -> Plain:
    value = plain.get(name, {})
    if not isinstance(value, dict):
        raise InvalidInput(name, "is not an object")
    return value


def _said(plain: Plain) -> object:
    """What an outcome says to who asked: the value with its unit, or all values where nobody wins."""
    answer = _mapping(plain, "answer")
    if "winner" in answer:
        return [plain_json.text([answer["value"], answer.get("unit", "")])]
    sides = answer.get("sides", [])
    return sorted(plain_json.text([side["value"], side.get("unit", "")]) for side in sides)  # type: ignore[attr-defined]
