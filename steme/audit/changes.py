"""What happened to the claims of an old answer since: which came, which stepped aside, what was said of them."""

from __future__ import annotations

from repo_format import objects, vocabulary
from repo_format.storage import tables
from steme.acting.reach import row_of
from steme.audit.writing import policy_fields
from steme.bounds import Bounds
from steme.candidate import by_seq
from steme.inspection import Statement
from steme.standing import Standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from repo_format.objects import Payload
    from repo_format.storage.snapshot import Snapshot
    from steme.audit.asker import AskerAt
    from steme.audit.recorded import Recorded
    from steme.candidate import Candidate
    from steme.query import Answer, Question

ERASED = "erased"
NOT_HERE = "not here"
LIFECYCLE = "lifecycle"
ALIAS = "no longer an alias"
FILTERED = "filtered"
"""Reasons beside those of ``standing`` for which a claim contributes no more."""

_UNMOVED = ("parent",)
"""Relations that change no answer to a question about their target."""


class Left:
    """A claim (``id``) that contributed and does no more: the ``reason``, and the id ``by`` of what brought it about,
    b"" where that is no single object.
    """

    __slots__ = ("by", "id", "reason")

    def __init__(self, object_id: bytes, reason: str, by: bytes = b"") -> None:
        self.id = object_id
        self.reason = reason
        self.by = by


class Said:
    """A ``statement`` that arrived since about ``target``: a claim that contributed, or a source that one cites."""

    __slots__ = ("statement", "target")

    def __init__(self, target: bytes, statement: Statement) -> None:
        self.target = target
        self.statement = statement


class Changes:
    """``joined`` are the claims that contribute only now, in order of arrival, ``left`` those that did and do not, by
    id; ``said`` is what was said since, in order of arrival; ``policy`` is True where another one holds now.
    """

    __slots__ = ("joined", "left", "policy", "said")

    def __init__(self, joined: list[Candidate], left: list[Left], said: list[Said], policy: bool) -> None:
        self.joined = joined
        self.left = left
        self.said = said
        self.policy = policy


def changes(view: Snapshot, recorded: Recorded, today: Answer, asker: AskerAt, bound: int | None) -> Changes:
    """What happened to the claims of a record since the object ``bound`` (a seq, None when nobody knows) arrived."""
    then, now = recorded.contributing, {one.id: one for one in today.candidates}
    joined = sorted((one for one in now.values() if one.id not in then), key=by_seq)
    gone = sorted(then.keys() - now.keys())
    left = list(_Reasons(view, asker, today).of(gone))
    said = [] if bound is None else _said_since(view, _concerned(view, then, now), bound)
    old = recorded.fields.policy
    policy = policy_fields(asker.policy) != {"name": old.name, **({"roots": old.roots} if old.roots else {})}
    return Changes(joined, left, said, policy)


class _Reasons:
    """Why claims do not contribute to the answer of today."""

    def __init__(self, view: Snapshot, asker: AskerAt, today: Answer) -> None:
        self._view = view
        self._question: Question = today.question
        self._subjects = {today.question.subject, *today.also}
        filters = self._question.filters
        self._standing = Standing(view, Bounds(filters.as_of, filters.known_at), asker.policy)

    def of(self, ids: Iterable[bytes]) -> Iterator[Left]:
        for object_id in ids:
            payload = _payload(self._view, object_id)
            if payload is None or payload.kind != "assertion":
                yield Left(object_id, ERASED if self._view.seq_of(object_id) else NOT_HERE)
            else:
                yield self._reason(object_id, payload)

    def _reason(self, object_id: bytes, payload: Payload) -> Left:
        row = row_of(self._view, self._view.seq_of(object_id), object_id, payload)  # type: ignore[arg-type]
        causes = self._standing.causes([row]).get(object_id, [])
        cause = next((one for one in causes if one.reason not in self._question.include), None)
        if cause is not None:
            return Left(object_id, cause.reason, cause.by)
        if getattr(payload, "subject", None) not in self._subjects:
            return Left(object_id, ALIAS)
        stage = self._standing.effective_lifecycle(row)
        return Left(object_id, FILTERED if stage == row.lifecycle else f"{LIFECYCLE}: {vocabulary.LIFECYCLES[stage]}")


def _payload(view: Snapshot, object_id: bytes) -> Payload | None:
    seq = view.seq_of(object_id)
    data = view.record(seq).payload if seq else None
    return None if data is None else objects.read(data)


def _concerned(view: Snapshot, ids: Iterable[bytes], now: Mapping[bytes, Candidate]) -> list[bytes]:
    """The claims themselves, and the sources that they cite."""
    claims = sorted(ids)
    cited = {view.text(now[one].source) for one in claims if one in now and now[one].source}
    cited |= {source for one in claims if one not in now and (source := getattr(_payload(view, one), "source", None))}
    return claims + sorted(map(bytes.fromhex, cited))


def _said_since(view: Snapshot, targets: list[bytes], bound: int) -> list[Said]:
    with view.txn.cursor(view.databases[tables.ABOUT]) as cursor:
        rows = [(target, tables.ABOUT_ROW.unpack(row)) for target, row in cursor.getmulti(targets, dupdata=True)]
    new = sorted(((row[0], target, row) for target, row in rows if row[0] > bound), key=lambda one: one[0])
    found = [Said(target, Statement(view, row)) for _, target, row in new]
    return [one for one in found if one.statement.relation not in _UNMOVED]
